import type { range as english } from '../en/range.ts';

export const range: typeof english = {};

import type { creators as english } from '../en/creators.ts';

export const creators: typeof english = {};

import { parseDateRange, summaryOf, topCreatorsOf } from '@pack324a/core';
import { z } from 'zod';
import { operation } from './operation.ts';

const NAMES = { from: '--from', to: '--to' };

export const MAX_CREATORS = 100;

const range = { from: z.string(), to: z.string() };

export const summary = operation({
  mode: 'read',
  input: z.strictObject(range),
  run: ({ store, today }, { from, to }) => summaryOf(store, parseDateRange(from, to, today, NAMES)),
});

export const topCreators = operation({
  mode: 'read',
  input: z.strictObject({ ...range, limit: z.int().min(1).max(MAX_CREATORS) }),
  run: ({ store, today }, { from, to, limit }) => topCreatorsOf(store, parseDateRange(from, to, today, NAMES), limit),
});

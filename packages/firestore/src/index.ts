/** Sources and KPI documents in Firestore, behind the two ports. */
export * from './gateway.ts';
export { missingIndex } from './indexes/composite.ts';
export { indexesFor } from './indexes/file.ts';
export { mergeIndexes, removeIndexes, standaloneIndexes } from './indexes/place.ts';
export type { Meter } from './meter.ts';
export * from './open.ts';
export * from './queries/all-queries.ts';
export { mergeRules, removeRules, standaloneRules } from './rules/place.ts';

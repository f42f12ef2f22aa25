/** What every adapter is tested with: raw platforms, the oracle, doubles in memory, and the conformance suite. */
export * from './activity-log.ts';
export * from './adapter-limits.ts';
export * from './arbitraries.ts';
export * from './busy-day.ts';
export * from './contract.ts';
export * from './contract-generated.ts';
export * from './differences.ts';
export * from './firestore/index.ts';
export * from './firestore-platform.ts';
export * from './harness.ts';
export * from './memory-adapter.ts';
export * from './memory-reader.ts';
export * from './memory-store.ts';
export * from './oracle.ts';
export * from './platform.ts';

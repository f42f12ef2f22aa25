/** The two ports over one embedded DuckDB file, and the import that fills it. */
export { CachingKpiStore } from './caching-kpi-store.ts';
export { Database, type DatabaseOptions, type SqlRow, type SqlValue } from './database.ts';
export { DEFAULT_MEMORY_LIMIT_MB, IMPORT_MEMORY_LIMIT_MB } from './engine.ts';
export { type ImportOptions, type ImportReport, importFiles } from './import/importer.ts';
export { DuckDbKpiStore } from './kpi-store.ts';
export { DuckDbRangeEngine } from './range-engine.ts';
export { DuckDbSourceReader } from './source-reader.ts';

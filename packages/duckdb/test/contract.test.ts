import { describeAdapter, describeKpiStore } from '@pack324a/testkit';
import { CachingKpiStore } from '../src/index.ts';
import { duckDbAdapter } from './duckdb-adapter.ts';

describeAdapter('DuckDB', duckDbAdapter);
describeKpiStore('DuckDB behind the cache', () => duckDbAdapter((store, database) => new CachingKpiStore(store, database)));

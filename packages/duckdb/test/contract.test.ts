import { describeAdapter } from '@pack324a/testkit';
import { duckDbAdapter } from './duckdb-adapter.ts';

describeAdapter('DuckDB', duckDbAdapter);

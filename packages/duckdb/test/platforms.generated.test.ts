import { describeGenerated } from '@pack324a/testkit';
import { duckDbAdapter } from './duckdb-adapter.ts';

describeGenerated('DuckDB', duckDbAdapter, { runs: 200, slicesEvery: 10 });

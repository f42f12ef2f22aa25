import { describeGenerated, memoryAdapter } from '../src/index.ts';

describeGenerated('memory', memoryAdapter, { runs: 2000 });

import { describeAdapter, memoryAdapter } from '../src/index.ts';

describeAdapter('memory', memoryAdapter);

import { randomUUID } from 'node:crypto';
import { describeGateway } from '@pack324a/testkit';
import { afterAll, vi } from 'vitest';
import { connectFirestore, sdkGateway } from '../../src/sdk/index.ts';
import { EMULATOR_DEFECTS } from './emulator-defects.ts';
import { provideEmulator } from './start-emulator.ts';

// The emulator prints what it fails at.
vi.spyOn(console, 'error').mockReturnValue();

const emulator = await provideEmulator();
afterAll(() => emulator.stop());

describeGateway('the SDK', async () => sdkGateway(connectFirestore({ projectId: `demo-${randomUUID()}` })), {
  defects: emulator.isOfficial ? {} : EMULATOR_DEFECTS,
});

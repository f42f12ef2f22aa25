import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { FirestoreServer } from '@firestore-emulator/server';

export interface ProvidedEmulator {
  /** Whether it is one that was there already, which is taken for the official one and has no defects. */
  readonly isOfficial: boolean;
  stop(): void;
}

/**
 * The emulator that `FIRESTORE_EMULATOR_HOST` names, for whoever has the official one; without it one that is started here, which
 * the variable names from then on in this process.
 */
export async function provideEmulator(): Promise<ProvidedEmulator> {
  if (process.env['FIRESTORE_EMULATOR_HOST']) return { isOfficial: true, stop: () => undefined };
  const { host, stop } = await startEmulator();
  process.env['FIRESTORE_EMULATOR_HOST'] = host;
  return { isOfficial: false, stop };
}

export interface RunningEmulator {
  /** `127.0.0.1:port`, as `FIRESTORE_EMULATOR_HOST` wants it. */
  readonly host: string;
  /** Forgets everything that is stored, in all projects. */
  clear(): void;
  stop(): void;
}

const MOST_ATTEMPTS = 5;

/**
 * Starts the Firestore of `@firestore-emulator/server` in this process, on a free port. It is no judge of what production does:
 * `emulator-defects.ts` lists what it gets wrong. Inserting takes quadratic time: 2,000 documents are the most that is reasonable.
 * Set `FIRESTORE_EMULATOR_HOST` to its host before anything connects, or use `provideEmulator`.
 */
export async function startEmulator(): Promise<RunningEmulator> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const server = new FirestoreServer();
    try {
      await server.start(port);
      return { host: `127.0.0.1:${port}`, clear: () => server.state.clear(), stop: () => server.stop() };
    } catch (error) {
      // Somebody else may have taken the port meanwhile.
      if (attempt === MOST_ATTEMPTS) throw error;
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

import { createServer, type Server } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { listen } from '../src/serve/listen.ts';

const apps: FastifyInstance[] = [];
const servers: Server[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
  for (const server of servers.splice(0)) server.close();
});

function fresh(): { readonly app: FastifyInstance; readonly tried: () => unknown[] } {
  const app = fastify();
  apps.push(app);
  const spy = vi.spyOn(app, 'listen');
  return { app, tried: () => spy.mock.calls.map(([options]) => (options as unknown as { port: number }).port) };
}

/** Makes sure that a port of this machine is taken, by this test or by somebody else. */
async function take(port: number): Promise<void> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.once('error', () => resolve()).listen(port, '127.0.0.1', resolve));
}

describe('listening', () => {
  it('goes on to the next port while one is taken', async () => {
    await take(3240);
    const { app, tried } = fresh();
    const port = await listen(app, '127.0.0.1', undefined);
    expect(port).not.toBe(3240);
    expect(tried().slice(0, 2)).toEqual([3240, 3241]);
  });

  it('tries no other port when none would help', async () => {
    const { app, tried } = fresh();
    // An address for documentation, which no machine has (RFC 5737).
    await expect(listen(app, '192.0.2.1', undefined)).rejects.toMatchObject({
      code: 'failed-precondition',
      message: expect.stringMatching(/^Cannot listen at 192\.0\.2\.1:3240: .*EADDRNOTAVAIL/),
    });
    expect(tried()).toEqual([3240]);
  });

  it('names the port that was taken first, with what is wrong with that one', async () => {
    const { app, tried } = fresh();
    vi.mocked(app.listen).mockImplementation((async ({ port }: { port: number }) => {
      throw Object.assign(new Error('no'), { code: port === 3240 ? 'EACCES' : 'EADDRINUSE' });
    }) as never);
    await expect(listen(app, '127.0.0.1', undefined)).rejects.toMatchObject({
      code: 'failed-precondition',
      message: 'Port 3240 may not be used by this user; name another with --port or KPI_PORT.',
    });
    expect(tried()).toEqual([3240, 3241, 3242, 3243, 3244, 3245, 3246, 3247, 3248, 3249, 0]);
  });
});

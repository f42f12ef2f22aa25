import { get } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { lanAddresses } from '../src/host/addresses.ts';
import { openSession } from '../src/local/session.ts';
import { type RunningHost, type StartHostOptions, startHost } from '../src/serve/serve.ts';
import { temporaryFiles } from './demo-support.ts';
import { SILENT } from './host-support.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

/** An address of this machine that another machine could use, whatever kind it is. */
const OUTER = Object.values(networkInterfaces())
  .flatMap((entries) => entries ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

const hosts: RunningHost[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.stop();
});

async function hostWith(options: Partial<StartHostOptions>): Promise<{ host: RunningHost; port: number }> {
  const session = await openSession({ db: files.fresh() }, 'write', { log: () => undefined });
  const host = await startHost({ session, port: 0, log: SILENT, isCaughtUp: true, ...options });
  hosts.push(host);
  return { host, port: Number(new URL(host.url).port) };
}

/** The status of an answer to a request that is sent to an address under a name. */
function statusAt(address: string, port: number, name: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({ host: address, port, path: '/healthz', headers: { host: `${name}:${port}` }, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

/** Whether anybody listens at an address. */
function isOpen(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, address, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

describe('a host that lets the local network in', () => {
  it.skipIf(OUTER === undefined)('answers each address by its own name, and by no other', async () => {
    const outer = String(OUTER);
    const { host, port } = await hostWith({ lan: true, lanAddresses: [outer] });
    expect(host.lanUrls).toEqual([`http://${outer}:${port}`]);
    const answered: string[] = [];
    for (const address of ['127.0.0.1', '127.0.0.2', outer]) {
      for (const name of ['127.0.0.1', 'localhost', '[::1]', outer, 'evil.example']) {
        const status = await statusAt(address, port, name);
        if (status === 200) answered.push(`${name} at ${address}`);
        else expect(status, `${name} at ${address}`).toBe(403);
      }
    }
    expect(answered).toEqual([
      '127.0.0.1 at 127.0.0.1',
      'localhost at 127.0.0.1',
      '[::1] at 127.0.0.1',
      '127.0.0.1 at 127.0.0.2',
      'localhost at 127.0.0.2',
      '[::1] at 127.0.0.2',
      `${outer} at ${outer}`,
    ]);
  });

  it.skipIf(OUTER === undefined)('answers nothing at an address that is not one of that network', async () => {
    const outer = String(OUTER);
    const { port } = await hostWith({ lan: true, lanAddresses: ['10.99.99.99'] });
    expect(await isOpen(outer, port)).toBe(true);
    for (const name of [outer, '127.0.0.1', '10.99.99.99']) expect(await statusAt(outer, port, name), name).toBe(403);
    expect(await statusAt('127.0.0.1', port, '10.99.99.99')).toBe(403);
  });

  it.each<[string, Partial<StartHostOptions>]>([
    ['there is no such network', { lan: true, lanAddresses: [] }],
    ['nobody asked for it', { lanAddresses: ['10.99.99.99'] }],
  ])('listens on loopback only when %s', async (_, options) => {
    const { host, port } = await hostWith(options);
    expect(host.lanUrls).toEqual([]);
    expect(await statusAt('127.0.0.1', port, '127.0.0.1')).toBe(200);
    // All of 127.0.0.0/8 is this machine, but only the one address of it was listened on.
    expect(await isOpen('127.0.0.2', port)).toBe(false);
    if (OUTER !== undefined) expect(await isOpen(OUTER, port)).toBe(false);
  });

  it('takes the private addresses of this machine by default', async () => {
    const { host, port } = await hostWith({ lan: true });
    expect(host.lanUrls).toEqual(lanAddresses().map((address) => `http://${address}:${port}`));
    expect(host.pairingCode('zoe')).toMatch(/^[2-9A-Z]{8}$/);
  });
});

import { createHash } from 'node:crypto';
import { ENDPOINTS } from '@pack324a/core';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { type Persister, persistQueryClientRestore, persistQueryClientSave } from '@tanstack/react-query-persist-client';
import { beforeEach, describe, expect, it, vi } from 'vitest';

const STORED = vi.hoisted(() => new Map<string, string>());
vi.mock('@react-native-async-storage/async-storage', () => ({
  default: {
    getItem: async (key: string) => STORED.get(key) ?? null,
    setItem: async (key: string, value: string) => void STORED.set(key, value),
    removeItem: async (key: string) => void STORED.delete(key),
  },
}));
const { ahead } = await import('../../src/queries/ahead.ts');
const { forgetFigures, keepFigures, SHAPES } = await import('../../src/queries/kept.ts');

const KEY = ['platform-day', '2026-11-16'];
const DAY = { date: '2026-11-16', users: { new: 43 }, lastUpdated: new Date('2026-11-17T00:10:02.123Z') };

beforeEach(() => STORED.clear());

function clientWith(data?: object): QueryClient {
  const queryClient = new QueryClient({ defaultOptions: { queries: { gcTime: Number.POSITIVE_INFINITY, retry: false } } });
  if (data !== undefined) queryClient.setQueryData(KEY, data);
  return queryClient;
}

async function keep(owner: string, queryClient: QueryClient): Promise<void> {
  await persistQueryClientSave({ queryClient, ...keepFigures(owner) });
}

async function restored(owner: string): Promise<QueryClient> {
  const queryClient = clientWith();
  await persistQueryClientRestore({ queryClient, ...keepFigures(owner) });
  return queryClient;
}

describe('figures kept on the device', () => {
  it('come back as they were, instants as dates', async () => {
    await keep('host one', clientWith(DAY));
    expect((await restored('host one')).getQueryData(KEY)).toEqual(DAY);
  });

  it('come back to nobody else, and are gone once somebody else has come', async () => {
    await keep('host one', clientWith(DAY));
    expect((await restored('host two')).getQueryData(KEY)).toBeUndefined();
    expect(STORED.size).toBe(0);
  });

  it('come back to no app that knows them in other shapes', async () => {
    await keep('host one', clientWith(DAY));
    const kept = JSON.stringify([...STORED]);
    expect(kept).toContain(SHAPES);
    STORED.clear();
    for (const [key, text] of JSON.parse(kept.replaceAll(SHAPES, 'another'))) STORED.set(key, text);
    expect((await restored('host one')).getQueryData(KEY)).toBeUndefined();
  });

  it('are told apart by the shapes of all that the API answers', () => {
    const shapes = Object.entries(ENDPOINTS).map(([name, { response }]) => [name, response.toJSONSchema()]);
    const hash = createHash('sha256').update(JSON.stringify(shapes)).digest('hex');
    expect(SHAPES, 'The API answers in other shapes: put this hash into src/queries/kept.ts.').toBe(hash.slice(0, 12));
  });

  it('are those that somebody has looked at, not those that were fetched ahead', async () => {
    const client = clientWith();
    const query = { queryKey: KEY, queryFn: async () => DAY };
    const isKept = async () => {
      await keep('host one', client);
      return (await restored('host one')).getQueryData(KEY) !== undefined;
    };
    await client.fetchQuery(ahead(client, query));
    await client.fetchQuery(ahead(client, query));
    expect(await isKept()).toBe(false);
    const stopLooking = new QueryObserver(client, query).subscribe(() => undefined);
    expect(await isKept()).toBe(true);
    stopLooking();
    await client.fetchQuery(ahead(client, query));
    expect(await isKept()).toBe(true);
  });

  it('stay the last ones when newer ones could not be had, without the error', async () => {
    const client = clientWith(DAY);
    const failing = client.fetchQuery({ queryKey: KEY, queryFn: () => Promise.reject(new Error('no answer')), staleTime: 0 });
    await expect(failing).rejects.toThrow('no answer');
    expect(client.getQueryState(KEY)?.status).toBe('error');
    await keep('host one', client);
    expect((await restored('host one')).getQueryState(KEY)).toMatchObject({ data: DAY, status: 'success', error: null });
  });

  it('do not come back after they were forgotten, not even those that were about to be written', async () => {
    const { persister } = keepFigures('host one') as { persister: Persister };
    const client = { timestamp: Date.now(), buster: 'host one', clientState: { queries: [], mutations: [] } };
    await persister.persistClient(client);
    expect(STORED.size).toBe(1);
    // Within a second of the first, so it is put off.
    const late = persister.persistClient(client);
    await forgetFigures();
    await late;
    expect(STORED.size).toBe(0);
  });
});

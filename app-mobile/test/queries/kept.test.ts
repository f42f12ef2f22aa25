import { QueryClient } from '@tanstack/react-query';
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
const { forgetFigures, keepFigures } = await import('../../src/queries/kept.ts');

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

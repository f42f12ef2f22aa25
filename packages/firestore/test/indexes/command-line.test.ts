import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import type { IndexFile } from '../../src/indexes/file.ts';

/** What of the Firebase command line is used here: the part that deploys an index file. */
interface FirestoreApi {
  apiClient: object;
  deploy(options: object, indexes: unknown, fieldOverrides: unknown): Promise<void>;
}

interface Sent {
  readonly method: 'POST' | 'PATCH';
  readonly url: string;
  readonly body: { readonly fields?: unknown; readonly queryScope?: string; readonly indexConfig?: unknown };
}

const DATABASE = '/projects/demo/databases/(default)';
const FILE = JSON.parse(readFileSync(new URL('../../../../firestore-pack324a-kpi.indexes.json', import.meta.url), 'utf8')) as IndexFile;

/** Deploys the generated file with the real command line to a database that records what it is sent. */
async function deploy(existing: readonly object[]): Promise<Sent[]> {
  const { FirestoreApi } = createRequire(import.meta.url)('firebase-tools/lib/firestore/api.js') as {
    FirestoreApi: new () => FirestoreApi;
  };
  const sent: Sent[] = [];
  const record = (method: Sent['method']) => (url: string, body: Sent['body']) => {
    sent.push({ method, url, body: JSON.parse(JSON.stringify(body)) as Sent['body'] });
    return Promise.resolve({ body: {} });
  };
  const api = new FirestoreApi();
  api.apiClient = {
    get: (url: string) => Promise.resolve({ body: url.endsWith('/indexes') ? { indexes: existing } : url.includes('/fields') ? {} : {} }),
    post: record('POST'),
    patch: record('PATCH'),
  };
  const { indexes, fieldOverrides } = structuredClone(FILE);
  await api.deploy({ project: 'demo', nonInteractive: true }, indexes, fieldOverrides);
  return sent;
}

describe('the Firebase command line', () => {
  let sent: readonly Sent[] = [];
  const created = () => sent.filter(({ method }) => method === 'POST');
  beforeAll(async () => {
    sent = await deploy([]);
  });

  it('asks for every index of the generated file', () => {
    expect(created().map(({ url }) => url)).toEqual(
      FILE.indexes.map(({ collectionGroup }) => `${DATABASE}/collectionGroups/${collectionGroup}/indexes`),
    );
    expect(FILE.indexes.length).toBeGreaterThan(5);
  });

  it('asks for every override, the one for all fields of a collection too', () => {
    const patched = sent.filter(({ method }) => method === 'PATCH');
    expect(patched).toHaveLength(FILE.fieldOverrides.length);
    expect(patched).toContainEqual({
      method: 'PATCH',
      url: `${DATABASE}/collectionGroups/kpiSlices/fields/*`,
      body: { indexConfig: { indexes: [] } },
    });
  });

  it('sends nothing of what says that entries are ours', () => {
    expect(JSON.stringify(sent)).not.toContain('pack324a');
    expect(JSON.stringify(FILE)).toContain('"origin":"pack324a-kpi"');
  });

  it('asks for nothing again that is there', async () => {
    const existing = created().map(({ url, body }, at) => ({ name: `${url.slice(1)}/index${at}`, ...body, fields: withId(body.fields) }));
    expect((await deploy(existing)).filter(({ method }) => method === 'POST')).toEqual([]);
  });
});

/** Firestore lists an index with the document id behind its fields. */
function withId(fields: unknown): unknown[] {
  const given = fields as { readonly fieldPath: string; readonly order: string }[];
  return given.at(-1)?.fieldPath === '__name__' ? given : [...given, { fieldPath: '__name__', order: given.at(-1)?.order }];
}

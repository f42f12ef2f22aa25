import { type Lease, toIso } from '@pack324a/core';
import { rowsOf } from '@pack324a/testkit';
import { describe, expect, it } from 'vitest';
import { fromStored, toStored } from '../../src/documents/codec.ts';
import { canBeDocumentId, escapedDocumentId } from '../../src/documents/ids.ts';
import { FirestoreTime, GRPC } from '../../src/index.ts';
import { DAY, fixture } from './fixture.ts';

const IMPOSSIBLE = [
  '',
  '.',
  '..',
  '/',
  'a/b',
  '__x__',
  '____',
  '__proto__',
  '\uD800',
  'a\uDC00',
  'x'.repeat(1501),
  '\u{1F600}'.repeat(376),
];
const POSSIBLE = ['a', '...', '__x', 'x__', '_', ' ', '%', 'o\'b"', '\u{1F600}'.repeat(375), 'x'.repeat(1500), `__proto___${DAY}`];

describe('document ids', () => {
  it.each(IMPOSSIBLE)('%j is none', (id) => expect(canBeDocumentId(id)).toBe(false));
  it.each(POSSIBLE)('%j is one', (id) => expect(canBeDocumentId(id)).toBe(true));

  it('stand for any text, each for another', () => {
    const texts = [...IMPOSSIBLE, ...POSSIBLE, '%2F', '%_', '%_.', '%2E', '%sha256_', '%D800', '%25', 'x'.repeat(1502)];
    const ids = texts.map(escapedDocumentId);
    expect(ids.filter((id) => !canBeDocumentId(id))).toEqual([]);
    expect(new Set(ids).size).toBe(texts.length);
  });

  it('that are none are looked up without asking', async () => {
    const { double, reader, store } = await fixture({ platform: { users: rowsOf({ role: 'admin' }) } });
    for (const id of IMPOSSIBLE) {
      expect(await reader.isAdmin(id)).toBe(false);
      expect(await store.get('platformKpiDaily', id)).toBeUndefined();
    }
    expect(double.requests).toEqual([]);
  });
});

describe('a constant in place of what makes an admin', () => {
  it('makes nobody one', async () => {
    const sources = { users: { fields: { role: { constant: 'admin' }, 'roles.admin': { constant: true } } } };
    const { reader, double } = await fixture({ sources });
    double.load('users', [{ id: 'u', data: { role: 'user' } }]);
    expect(await reader.isAdmin('u')).toBe(false);
  });
});

describe('documents', () => {
  it('hold their times as timestamps, and give them back as texts', async () => {
    const document = { date: DAY, createdAt: '2025-03-10T00:10:00.001Z', updatedAt: '1969-12-31T23:59:59.999Z', verifiedUsersTotal: null };
    const stored = toStored(document);
    expect(stored['createdAt']).toEqual(new FirestoreTime(1_741_565_400, 1_000_000));
    expect(stored['updatedAt']).toEqual(new FirestoreTime(-1, 999_000_000));
    expect(fromStored(stored)).toEqual(document);
  });

  it('leave out what is undefined, at any depth', () => {
    expect(toStored({ a: undefined, b: { c: undefined, d: [{ e: undefined }] } })).toEqual({ b: { d: [{}] } });
  });
});

describe('leases', () => {
  const lease = (holder: string, nowMs = 0): Lease => ({ holder, nowMs, expiresAtMs: nowMs + 60_000 });

  it('are taken by one request where nobody has them', async () => {
    const { double, store } = await fixture();
    expect(await store.acquireLease('platformKpiDaily/2025-03-09', lease('first'))).toBe(true);
    expect(double.requests.map(({ operation }) => operation)).toEqual(['commit']);
    expect(double.documents('kpiLeases')).toEqual([
      { id: 'platformKpiDaily%2F2025-03-09', data: { holder: 'first', acquiredAt: toIso(0), expiresAt: toIso(60_000) } },
    ]);
  });

  it('are not waited for by those who come too late', async () => {
    const { double, store } = await fixture();
    await store.acquireLease('day', lease('first'));
    double.requests.length = 0;
    expect(await store.acquireLease('day', lease('second', 1))).toBe(false);
    expect(double.requests.map(({ operation }) => operation)).toEqual(['commit', 'get']);
  });

  it('are held by whoever created them although the answer was lost', async () => {
    const { double, store } = await fixture();
    double.faults.add({ operation: 'commit', code: GRPC.UNAVAILABLE, isApplied: true, times: 1 });
    expect(await store.acquireLease('day', lease('first'))).toBe(true);
    expect(await store.acquireLease('day', lease('second', 1))).toBe(false);
  });

  it('go to one of two who find the same expired one', async () => {
    const { double, store } = await fixture();
    await store.acquireLease('day', lease('dead'));
    const asked = await Promise.all(['a', 'b', 'c'].map((holder) => store.acquireLease('day', lease(holder, 60_000))));
    expect(asked.filter((won) => won)).toHaveLength(1);
    expect(double.documents('kpiLeases')).toHaveLength(1);
  });

  it('keep the time at which they were first taken', async () => {
    const { double, store } = await fixture();
    await store.acquireLease('day', lease('first'));
    await store.acquireLease('day', lease('first', 30_000));
    expect(double.documents('kpiLeases')[0]?.data).toEqual({ holder: 'first', acquiredAt: toIso(0), expiresAt: toIso(90_000) });
  });

  it('fail when the database does', async () => {
    const { double, store } = await fixture();
    double.faults.add({ operation: 'commit', code: GRPC.PERMISSION_DENIED });
    await expect(store.acquireLease('day', lease('first'))).rejects.toMatchObject({ code: 'database-failed' });
  });
});

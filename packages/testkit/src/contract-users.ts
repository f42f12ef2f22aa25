import { DEFAULT_COUNTING_RULES, type SourceReader } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { at } from './contract-case.ts';
import type { Adapter } from './harness.ts';
import type { RawRow } from './platform.ts';

const RULES = DEFAULT_COUNTING_RULES;
const EMOJI_ID = '\u{1F600}'.repeat(128);

function user(id: string, data: Readonly<Record<string, unknown>> = {}): RawRow {
  return { id, data: { createdAt: at(), lastActiveAt: at(), verified: true, ...data } };
}

/** What the stored users say of one of them. */
export function describeUsers(adapter: () => Adapter): void {
  const readerOf = async (...users: readonly RawRow[]): Promise<SourceReader> => (await adapter().load({ users }, RULES)).reader;
  const adminsAmong = async (reader: SourceReader, ids: readonly string[]): Promise<string[]> => {
    const admins: string[] = [];
    for (const id of ids) if (await reader.isAdmin(id)) admins.push(id);
    return admins;
  };

  describe('admins', () => {
    it('are by a role that is exactly admin', async () => {
      const roles = ['admin', 'Admin', 'ADMIN', ' admin', 'admin ', 'administrator', '', 'user', null, true, 1, ['admin'], { admin: true }];
      const reader = await readerOf(...roles.map((role, index) => user(`u${index}`, { role })), user('without'));
      expect(await adminsAmong(reader, [...roles.map((_, index) => `u${index}`), 'without'])).toEqual(['u0']);
    });

    it('are by a roles.admin that is exactly true', async () => {
      const values = [true, false, 'true', 'TRUE', 1, 'yes', null, {}, [true]];
      const others = [user('empty', { roles: {} }), user('text', { roles: 'admin' }), user('list', { roles: ['admin'] })];
      const reader = await readerOf(...values.map((admin, index) => user(`u${index}`, { roles: { admin } })), ...others);
      expect(await adminsAmong(reader, [...values.map((_, index) => `u${index}`), 'empty', 'text', 'list'])).toEqual(['u0']);
    });

    it('are by either of the two, whatever the other says', async () => {
      const reader = await readerOf(
        user('role', { role: 'admin', roles: { admin: false } }),
        user('flag', { role: 'user', roles: { admin: true } }),
        user('both', { role: 'admin', roles: { admin: true } }),
        user('neither', { role: 'user', roles: { admin: false } }),
      );
      expect(await adminsAmong(reader, ['role', 'flag', 'both', 'neither'])).toEqual(['role', 'flag', 'both']);
    });

    it('are found under the names that the platform gives the fields', async () => {
      const users = [
        user('by level', { level: 'admin' }),
        user('by rights', { rights: { all: { admin: true } } }),
        user('by default names', { role: 'admin', roles: { admin: true } }),
      ];
      const sources = { users: { fields: { role: 'level', 'roles.admin': 'rights.all.admin' } } };
      const { reader } = await adapter().load({ users }, RULES, sources);
      expect(await adminsAmong(reader, ['by level', 'by rights', 'by default names'])).toEqual(['by level', 'by rights']);
    });

    it('are none where the field is mapped to nothing', async () => {
      const users = [user('u', { role: 'admin', roles: { admin: true } })];
      const { reader } = await adapter().load({ users }, RULES, { users: { fields: { role: null, 'roles.admin': null } } });
      expect(await reader.isAdmin('u')).toBe(false);
    });

    it('are none where nobody is there, or no collection', async () => {
      expect(await (await readerOf(user('u', { role: 'admin' }))).isAdmin('someone else')).toBe(false);
      expect(await (await readerOf()).isAdmin('u')).toBe(false);
      expect(await (await adapter().load({}, RULES)).reader.isAdmin('u')).toBe(false);
    });

    it('are found under strange ids', async () => {
      const { canHoldId = () => true } = adapter();
      const ids = [`o'brien`, 'say "hi"', 'back\\slash', EMOJI_ID, '__proto__', 'x'.repeat(128), '%', 'u_'].filter(canHoldId);
      const reader = await readerOf(...ids.map((id) => user(id, { role: 'admin' })), user('uu', {}));
      expect(await adminsAmong(reader, [...ids, 'uu'])).toEqual(ids);
    });

    it('are not whoever asks under an id that only looks like one of theirs', async () => {
      const reader = await readerOf(...['\uFFFD', 'admin', EMOJI_ID].map((id) => user(id, { role: 'admin' })));
      const strangers = [
        '\uD800',
        '\uDC00',
        '\uD83D',
        'admin\0',
        'admin\0x',
        '\0admin',
        '\0',
        '',
        'ADMIN',
        'admin ',
        `' OR true --`,
        `${EMOJI_ID}\u{1F600}`,
        '\u{1F600}'.repeat(127),
        'x'.repeat(100_000),
      ];
      expect(await adminsAmong(reader, strangers)).toEqual([]);
    });
  });
}

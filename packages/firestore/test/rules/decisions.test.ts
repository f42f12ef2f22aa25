import { readFileSync } from 'node:fs';
import { DEFAULT_CONFIG, KPI_COLLECTIONS, type KpiConfig, parseConfig } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { parseRules } from '../../src/rules/parse.ts';
import { mergeRules, standaloneRules } from '../../src/rules/place.ts';
import type { RulesFile } from '../../src/rules/syntax.ts';
import { isAllowed, type RulesRequest, UnknownConstruct } from './evaluate.ts';
import { PLATFORM_RULES } from './platforms.ts';

const GENERATED = readFileSync(new URL('../../../../firestore-pack324a-kpi.rules', import.meta.url), 'utf8');

const SERVER_ONLY = ['kpiLeases', 'kpiDevices'];
const ADMINS_READ = [
  'platformKpiDaily',
  'platformKpiHourly',
  'creatorKpiDaily',
  'safetyKpiDaily',
  'kpiRuns',
  'kpiSlices',
  'kpiPacks',
  'kpiAlerts',
];
const NOT_OURS = ['somethingElse', 'users', 'walletTransactions', 'kpi', 'platformKpi'];

type Method = RulesRequest['method'];
const METHODS: readonly Method[] = ['get', 'list', 'create', 'update', 'delete'];

interface Caller {
  readonly who: string;
  readonly uid: string | null;
  readonly user?: Readonly<Record<string, unknown>>;
  readonly isAdmin: boolean;
}

const CALLERS: readonly Caller[] = [
  { who: 'signed out', uid: null, isAdmin: false },
  { who: 'a user', uid: 'u', user: { role: 'user', roles: { admin: false } }, isAdmin: false },
  { who: 'an admin by role', uid: 'a', user: { role: 'admin' }, isAdmin: true },
  { who: 'an admin by roles.admin', uid: 'b', user: { roles: { admin: true } }, isAdmin: true },
  { who: 'an admin by role with unreadable roles', uid: 'c', user: { role: 'admin', roles: 'many' }, isAdmin: true },
  { who: 'an admin by roles.admin with an unreadable role', uid: 'd', user: { role: ['admin'], roles: { admin: true } }, isAdmin: true },
  { who: 'a user without a document', uid: 'e', isAdmin: false },
  { who: 'a user with an empty document', uid: 'f', user: {}, isAdmin: false },
  { who: 'a user with null roles', uid: 'g', user: { role: null, roles: null }, isAdmin: false },
  { who: 'a user with roles in a list', uid: 'h', user: { roles: ['admin'] }, isAdmin: false },
  { who: 'a user whose role differs in case', uid: 'i', user: { role: 'Admin', roles: { Admin: true } }, isAdmin: false },
  { who: 'a user with admin in words', uid: 'j', user: { roles: { admin: 'true' } }, isAdmin: false },
  { who: 'a user with a map as role', uid: 'k', user: { role: { admin: true } }, isAdmin: false },
];

function decide(file: RulesFile, collection: string, { uid, user }: Caller, method: Method): boolean {
  const documents = uid === null ? {} : { [`users/${uid}`]: user };
  return isAllowed(file, { method, path: `${collection}/some-id`, uid, documents });
}

/** `allowed` or not, by collection, caller and method. */
function table(text: string, collections: readonly string[]): Record<string, boolean> {
  const file = parseRules(text);
  return Object.fromEntries(
    collections.flatMap((collection) =>
      CALLERS.flatMap((caller) =>
        METHODS.map((method) => [`${collection}, ${caller.who}, ${method}`, decide(file, collection, caller, method)]),
      ),
    ),
  );
}

function expectedTable(collections: readonly string[]): Record<string, boolean> {
  return Object.fromEntries(
    collections.flatMap((collection) =>
      CALLERS.flatMap(({ who, isAdmin }) =>
        METHODS.map((method) => [
          `${collection}, ${who}, ${method}`,
          isAdmin && ADMINS_READ.includes(collection) && (method === 'get' || method === 'list'),
        ]),
      ),
    ),
  );
}

describe('the generated rules', () => {
  it('are those of the default configuration', () => {
    expect(GENERATED).toBe(standaloneRules(DEFAULT_CONFIG));
  });

  it('are held to every collection that may be written', () => {
    expect([...ADMINS_READ, ...SERVER_ONLY].sort()).toEqual([...KPI_COLLECTIONS].sort());
  });

  it('let admins read, and nobody else do anything', () => {
    const collections = [...KPI_COLLECTIONS, ...NOT_OURS];
    expect(table(GENERATED, collections)).toEqual(expectedTable(collections));
  });

  it('say nothing about documents below ours', () => {
    const [, , admin] = CALLERS;
    for (const collection of KPI_COLLECTIONS) {
      const request = { uid: 'a', documents: { 'users/a': admin?.user } } as const;
      expect(isAllowed(parseRules(GENERATED), { ...request, method: 'get', path: `${collection}/id/below/it` })).toBe(false);
    }
  });
});

describe('rules under a configuration', () => {
  const withUsers = (users: object): KpiConfig => parseConfig({ sources: { users } });
  const isAdmin = (config: KpiConfig, documents: RulesRequest['documents']): boolean =>
    isAllowed(parseRules(standaloneRules(config)), { method: 'get', path: 'kpiRuns/r', uid: 'a', documents });

  it('look for admins in the collection and fields that it names', () => {
    const config = withUsers({ collection: 'accounts', fields: { role: 'profile.rank', 'roles.admin': 'is-admin' } });
    expect(isAdmin(config, { 'accounts/a': { profile: { rank: 'admin' } } })).toBe(true);
    expect(isAdmin(config, { 'accounts/a': { 'is-admin': true } })).toBe(true);
    expect(isAdmin(config, { 'accounts/a': { profile: 'admin', 'is-admin': false } })).toBe(false);
    expect(isAdmin(config, { 'accounts/a': { role: 'admin' }, 'users/a': { role: 'admin' } })).toBe(false);
  });

  it('take names with quotes and blanks for nothing else', () => {
    const config = withUsers({ collection: "people o' mine", fields: { role: "the 'role' \\ field" } });
    expect(isAdmin(config, { "people o' mine/a": { "the 'role' \\ field": 'admin' } })).toBe(true);
    expect(isAdmin(config, { "people o' mine/a": { role: 'admin' } })).toBe(false);
  });

  it('know no admins where users have neither field', () => {
    const config = withUsers({ fields: { role: null, 'roles.admin': null } });
    expect(isAdmin(config, { 'users/a': { role: 'admin', roles: { admin: true } } })).toBe(false);
  });

  it('refuse a constant, which would make an admin of everyone', () => {
    const sources = { users: { fields: { role: { constant: 'admin' } } } };
    expect(() => standaloneRules({ ...DEFAULT_CONFIG, sources })).toThrow(/"role".* is a constant/);
  });
});

describe.each(Object.entries(PLATFORM_RULES))('merged into rules with %s', (_, text) => {
  const merged = mergeRules(text, DEFAULT_CONFIG);

  it('our part decides as it does alone', () => {
    expect(merged.warnings.filter((warning) => warning.includes('KPI collections'))).toEqual([]);
    expect(table(merged.text, KPI_COLLECTIONS)).toEqual(expectedTable(KPI_COLLECTIONS));
  });

  it('the platform’s part decides as before', () => {
    const theirs = ['walletTransactions', 'users', 'somethingElse'];
    expect(table(merged.text, theirs)).toEqual(table(text, theirs));
  });
});

describe('the evaluator', () => {
  const rules = (condition: string): string =>
    `rules_version = '2'; service cloud.firestore { match /databases/{database}/documents { match /a/{id} { allow read: if ${condition}; } } }`;
  const evaluate = (condition: string): boolean =>
    isAllowed(parseRules(rules(condition)), { method: 'get', path: 'a/1', uid: 'u', documents: {} });

  it.each([
    'request.time > 1',
    'unknown()',
    'resource.data.a == 1',
    "'a'.size() == 1",
    '1 + 1 == 2',
    'id is timestamp',
    'other',
  ])('fails on what it does not know: %s', (condition) => {
    expect(() => evaluate(condition)).toThrow(UnknownConstruct);
  });

  it.each([
    ['true || get(/databases/$(database)/documents/x/y).data.z', true],
    ['get(/databases/$(database)/documents/x/y).data.z || true', true],
    ['!(get(/databases/$(database)/documents/x/y).data.z)', false],
    ["request.auth.name == 'x'", false],
    ["request.auth.name != 'x'", false],
    ["id == '1' && 'uid' in request.auth", true],
  ])('takes an error for a refusal: %s', (condition, allowed) => {
    expect(evaluate(condition)).toBe(allowed);
  });
});

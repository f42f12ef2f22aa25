import { describe, expect, it } from 'vitest';
import {
  configJsonSchema,
  countingRulesOf,
  DEFAULT_CONFIG,
  DEFAULT_COUNTING_RULES,
  KPI_COLLECTIONS,
  KpiError,
  parseConfig,
  parseConfigText,
  resolveSource,
} from '../src/index.ts';
import { accepts, type JsonSchema } from './json-schema.ts';

function complaintAbout(value: unknown): string {
  try {
    parseConfig(value);
  } catch (error) {
    if (error instanceof KpiError && error.code === 'invalid-config') return error.message;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

const fieldsOfUsers = (fields: unknown): unknown => ({ sources: { users: { fields } } });

const VALID: readonly unknown[] = [
  {},
  { $schema: './kpi.config.schema.json' },
  { sources: {} },
  { sources: { users: {}, walletTransactions: { collection: 'ledger', id: null, timestamps: 'epochMillis' } } },
  fieldsOfUsers({
    createdAt: 'meta.created',
    lastActiveAt: { field: 'seen', encoding: 'iso' },
    verified: null,
    'roles.admin': 'flags.admin',
  }),
  fieldsOfUsers({ createdAt: { field: 'd', format: '%Y%m%d' }, role: 'rank', verified: { constant: true } }),
  { sources: { walletTransactions: { fields: { userId: { field: 'customer', numbersAsText: true }, amount: { constant: 5 } } } } },
  { sources: { walletTransactions: { files: { separator: 'whitespace', header: ['a', 'b'] } } } },
  { sources: { walletTransactions: { files: { separator: ';' } } } },
  { platformAccountIds: [], nonEarningTypes: ['REFUND'], earningTypes: ['EARN'], contextsBookedElsewhere: [], localAdmins: ['me'] },
  { earningTypes: null, region: 'us-central1', batchSize: 1, paused: true, retention: { hourlyDays: null, dailyDays: 36_500 } },
  { retention: {} },
];

/** What is wrong, and what the message has to contain. */
const INVALID: readonly (readonly [unknown, string])[] = [
  [{ retenton: {} }, '"retenton" is unknown; did you mean "retention"?'],
  [{ batchsize: 5 }, '"batchsize" is unknown; did you mean "batchSize"?'],
  [{ colour: 1 }, '"colour" is unknown; known are sources, platformAccountIds,'],
  [{ retention: { hourlydays: 3 } }, '"hourlydays" in retention is unknown; did you mean "hourlyDays"?'],
  [{ sources: { walletTransaction: {} } }, '"walletTransaction" in sources is unknown; did you mean "walletTransactions"?'],
  [{ sources: { users: { colection: 'x' } } }, '"colection" in sources.users is unknown; did you mean "collection"?'],
  [{ sources: { users: { files: { headr: ['a'] } } } }, '"headr" in sources.users.files is unknown; did you mean "header"?'],
  [fieldsOfUsers({ createdat: 'x' }), '"createdat" in sources.users.fields is unknown; did you mean "createdAt"?'],
  [
    fieldsOfUsers({ createdAt: { field: 'x', encodng: 'iso' } }),
    '"encodng" in sources.users.fields.createdAt is unknown; did you mean "encoding"?',
  ],
  [
    fieldsOfUsers({ createdAt: 5 }),
    'sources.users.fields.createdAt: 5 is no mapping; expected a field name, null, {"field": …, "encoding": …} or',
  ],
  [fieldsOfUsers({ createdAt: { constant: 'x' } }), '"constant" in sources.users.fields.createdAt is unknown'],
  [fieldsOfUsers({ createdAt: { field: 'x', format: 'Ymd' } }), 'a strptime format has at least one % directive'],
  [fieldsOfUsers({ role: '' }), 'sources.users.fields.role: '],
  [fieldsOfUsers({ verified: { constant: null } }), 'sources.users.fields.verified: {"constant":null} is no mapping'],
  [fieldsOfUsers({ role: { constant: 'admin' } }), 'sources.users.fields.role: {"constant":"admin"} is not allowed. A field name, or null'],
  [
    fieldsOfUsers({ 'roles.admin': { constant: true } }),
    'sources.users.fields.roles.admin: {"constant":true} is not allowed. A field name',
  ],
  ...KPI_COLLECTIONS.map((name): [unknown, string] => [
    { sources: { safetyAlerts: { collection: name } } },
    'sources.safetyAlerts.collection: KPI Core writes this collection itself, so it cannot be a source',
  ]),
  [{ sources: { users: { collection: 'a/b' } } }, 'sources.users.collection: the name of a collection at the top holds no "/"'],
  [{ sources: { users: { files: { separator: 5 } } } }, 'sources.users.files.separator: 5 is not allowed. What separates the columns'],
  [{ sources: { users: { files: { separator: '||' } } } }, 'sources.users.files.separator:'],
  [{ sources: { users: { timestamps: 'unix' } } }, 'sources.users.timestamps: '],
  [{ sources: { users: null } }, 'sources.users: '],
  [{ sources: [] }, 'sources: '],
  [{ batchSize: 501 }, 'batchSize: '],
  [{ batchSize: 1.5 }, 'batchSize: '],
  [{ batchSize: '5' }, 'batchSize: '],
  [{ paused: 'no' }, 'paused: '],
  [{ earningTypes: [] }, 'earningTypes: '],
  [{ earningTypes: 'EARN' }, 'earningTypes: '],
  [{ platformAccountIds: [''] }, 'platformAccountIds.0: '],
  [{ retention: { dailyDays: 0 } }, 'retention.dailyDays: '],
  [{ region: 'Warsaw' }, 'region such as europe-central2'],
  [JSON.parse('{"__proto__": {"paused": true}}'), '"__proto__" is unknown'],
  [{ constructor: {} }, '"constructor" is unknown'],
  [[], 'the file: '],
  [null, 'the file: '],
  ['x', 'the file: '],
];

describe('parseConfig', () => {
  it('fills in the defaults', () => {
    expect(DEFAULT_CONFIG).toEqual({
      sources: {},
      platformAccountIds: ['avalo_platform'],
      nonEarningTypes: ['REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL'],
      earningTypes: null,
      contextsBookedElsewhere: ['CALENDAR', 'EVENT'],
      localAdmins: [],
      region: 'europe-central2',
      retention: { hourlyDays: 7, dailyDays: 365 },
      batchSize: 500,
      paused: false,
    });
    expect(parseConfig({ retention: { dailyDays: null } }).retention).toEqual({ hourlyDays: 7, dailyDays: null });
    expect(countingRulesOf(DEFAULT_CONFIG)).toEqual(DEFAULT_COUNTING_RULES);
  });

  it('hands out defaults that nobody can spoil for the next reader', () => {
    (parseConfig({}).platformAccountIds as string[]).push('spoiled');
    expect(parseConfig({}).platformAccountIds).toEqual(['avalo_platform']);
    expect(DEFAULT_COUNTING_RULES.platformAccountIds).toEqual(['avalo_platform']);
  });

  it.each(VALID.map((value) => [value]))('accepts %j', (value) => {
    expect(() => parseConfig(value)).not.toThrow();
  });

  it.each(INVALID)('refuses %j', (value, words) => {
    expect(complaintAbout(value)).toContain(words);
  });

  it('names every place that is wrong at once, and the file', () => {
    const complaint = complaintAbout({ batchSize: 0, pausd: true, retention: { hourlyDays: 'x' } });
    expect(complaint.split('\n')[0]).toBe('kpi.config.json is not valid:');
    expect(complaint).toContain('batchSize');
    expect(complaint).toContain('did you mean "paused"?');
    expect(complaint).toContain('retention.hourlyDays');
  });

  it('refuses text that is not JSON', () => {
    expect(() => parseConfigText('{"batchSize": 5,}', 'my.json')).toThrow(/^my\.json is not JSON: /);
    expect(parseConfigText('{"batchSize": 5}', 'my.json').batchSize).toBe(5);
  });
});

describe('the published JSON Schema', () => {
  const schema = configJsonSchema() as JsonSchema;

  it.each(VALID.map((value) => [value]))('accepts %j as the parser does', (value) => {
    expect(accepts(schema, value)).toBe(true);
  });

  it.each(INVALID)('refuses %j as the parser does', (value) => {
    expect(accepts(schema, value)).toBe(false);
  });

  it('describes every setting', () => {
    for (const [name, property] of Object.entries(schema.properties ?? {})) expect(property, name).toHaveProperty('description');
  });
});

describe('resolveSource', () => {
  it('reads every field under its own name by default', () => {
    const source = resolveSource('aiChatSessions');
    expect(source).toEqual({
      name: 'aiChatSessions',
      collection: 'aiChatSessions',
      idFields: ['id', '__name__'],
      fields: {
        createdAt: { mapping: { field: 'createdAt', encoding: 'auto' }, path: 'createdAt' },
        creatorId: { mapping: { field: 'creatorId', numbersAsText: false }, path: 'creatorId' },
      },
      separator: undefined,
      header: undefined,
    });
  });

  it('follows renamed, nested, constant and absent fields, and the encoding of the source', () => {
    const config = parseConfig({
      sources: {
        walletTransactions: {
          collection: 'ledger',
          id: 'key',
          timestamps: 'epochMillis',
          fields: {
            createdAt: 'meta.at',
            type: { constant: 'SPEND' },
            userId: { field: 'customer', numbersAsText: true },
            receiverId: null,
            context: 'metadata.context',
          },
          files: { separator: 'whitespace', header: ['customer'] },
        },
      },
    });
    const { fields, ...rest } = resolveSource('walletTransactions', config.sources.walletTransactions);
    expect(rest).toEqual({
      name: 'walletTransactions',
      collection: 'ledger',
      idFields: ['key'],
      separator: 'whitespace',
      header: ['customer'],
    });
    expect(fields['createdAt']).toEqual({ mapping: { field: 'meta.at', encoding: 'epochMillis' }, path: 'meta.at' });
    expect(fields['type']).toEqual({ mapping: { constant: 'SPEND' }, path: null });
    expect(fields['userId']).toEqual({ mapping: { field: 'customer', numbersAsText: true }, path: 'customer' });
    expect(fields['receiverId']).toEqual({ mapping: { absent: true }, path: null });
    expect(fields['context']?.path).toBe('metadata.context');
    expect(fields['amount']?.path).toBe('amount');
    expect(resolveSource('users', { id: null }).idFields).toEqual([]);
  });
});

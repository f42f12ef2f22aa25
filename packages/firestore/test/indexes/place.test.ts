import { DEFAULT_CONFIG, KPI_COLLECTIONS, parseConfig } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { indexesFor } from '../../src/indexes/file.ts';
import { mergeIndexes, removeIndexes, standaloneIndexes } from '../../src/indexes/place.ts';

const merge = (text: string) => mergeIndexes(text, DEFAULT_CONFIG);
const { indexes: OUR_INDEXES, fieldOverrides: OUR_OVERRIDES } = indexesFor(DEFAULT_CONFIG);

const OWN_INDEX =
  '{ "collectionGroup": "posts", "queryScope": "COLLECTION", "fields": [{ "fieldPath": "a", "order": "ASCENDING" }, { "fieldPath": "b", "order": "DESCENDING" }] }';
const OWN_OVERRIDE = '{"collectionGroup": "posts", "fieldPath": "body", "ttl": false, "indexes": []}';

const FILES: Readonly<Record<string, string>> = {
  'as the command line starts it': '{\n  "indexes": [],\n  "fieldOverrides": []\n}\n',
  'with entries on one line each': `{\n    "indexes": [\n        ${OWN_INDEX},\n        ${OWN_INDEX.replace('posts', 'users')}\n    ],\n    "fieldOverrides": [\n        ${OWN_OVERRIDE}\n    ]\n}\n`,
  'with overrides before the indexes': `{\n\t"fieldOverrides": [\n\t\t${OWN_OVERRIDE}\n\t],\n\t"indexes": [\n\t\t${OWN_INDEX}\n\t]\n}`,
  'with line ends of Windows': `{\r\n  "indexes": [\r\n    ${OWN_INDEX}\r\n  ],\r\n  "fieldOverrides": []\r\n}\r\n`,
  'with comments': `// indexes, [] {}\n{\n  "indexes": [\n    ${OWN_INDEX} // "the first", ]\n  ], /* } */\n  "fieldOverrides": [\n    ${OWN_OVERRIDE}\n  ]\n}\n`,
  'in one line': `{"indexes":[${OWN_INDEX}],"fieldOverrides":[${OWN_OVERRIDE}]}`,
  'with a comment in an empty list': '{\n  "indexes": [ // keep me, ]\n ],\n  "fieldOverrides": [ /* [and me] */ ]\n}\n',
  'with empty lists over several lines': '{\n  "indexes": [\n  ],\n  "fieldOverrides": [\n\n      ]\n}\n',
  'with blanks in empty lists': '{"indexes":[ ],"fieldOverrides":[\t]}',
  'with empty lists and line ends of Windows': '{\r\n\t"indexes": [\r\n\t],\r\n\t"fieldOverrides": [ // none\r\n\t]\r\n}',
  'with other keys': `{\n  "note": "] } \\" {",\n  "indexes": [\n    ${OWN_INDEX}\n  ],\n  "fieldOverrides": [],\n  "more": [[1, {"a": []}]]\n}\n`,
};

/** Entries without what says that they are ours. */
function entries(text: string): { readonly indexes: unknown[]; readonly fieldOverrides: unknown[] } {
  const plain = text.replace(/\/\/ .*|\/\* .*? \*\//g, '');
  const { indexes, fieldOverrides } = JSON.parse(plain) as Record<'indexes' | 'fieldOverrides', Record<string, unknown>[]>;
  const bare = ({ origin: _, ...entry }: Record<string, unknown>): unknown => entry;
  return { indexes: indexes.map(bare), fieldOverrides: fieldOverrides.map(bare) };
}

describe.each(Object.entries(FILES))('an index file %s', (_, text) => {
  const merged = merge(text).text;

  it('has our entries behind its own', () => {
    const [before, after] = [entries(text), entries(merged)];
    expect(after.indexes).toEqual([...before.indexes, ...OUR_INDEXES]);
    expect(after.fieldOverrides).toEqual([...before.fieldOverrides, ...OUR_OVERRIDES]);
  });

  it('does not change when merged again', () => {
    expect(merge(merged)).toEqual({ text: merged, warnings: [] });
  });

  it('is as before, byte for byte, when our entries are taken out', () => {
    expect(removeIndexes(merged)).toBe(text);
    expect(removeIndexes(text)).toBe(text);
  });

  it('is brought up to date under another configuration', () => {
    const config = parseConfig({ sources: { users: { collection: 'accounts' } } });
    expect(mergeIndexes(merged, config).text).toBe(mergeIndexes(text, config).text);
    expect(removeIndexes(mergeIndexes(merged, config).text)).toBe(text);
  });
});

describe('our entries', () => {
  const FIRST = OUR_INDEXES[0];

  it('are laid out as the file is', () => {
    const { text } = merge(FILES['with overrides before the indexes'] ?? '');
    expect(text).toContain('\n\t\t{\n\t\t\t"collectionGroup": "kpiRuns",');
    expect(merge(FILES['with line ends of Windows'] ?? '').text).not.toMatch(/(?<!\r)\n/);
  });

  it('are added to a file that lacks their lists', () => {
    for (const text of ['{}', '{ }\n', '{\n  "indexes": []\n}\n'])
      expect(entries(merge(text).text)).toEqual(entries(standaloneIndexes(DEFAULT_CONFIG)));
  });

  it('are not written where the platform has the same, and that one stays when ours are taken out', () => {
    const own = JSON.stringify({ ...FIRST, fields: [...(FIRST?.fields ?? []), { fieldPath: '__name__', order: 'ASCENDING' }] });
    const text = `{\n  "indexes": [\n    ${own}\n  ],\n  "fieldOverrides": []\n}\n`;
    const merged = merge(text);
    expect(entries(merged.text).indexes).toHaveLength(OUR_INDEXES.length);
    expect(merged.text).toContain(own);
    expect(removeIndexes(merged.text)).toBe(text);
  });

  it('are written beside what only resembles them', () => {
    const similar = [
      { ...FIRST, queryScope: 'COLLECTION_GROUP' },
      { ...FIRST, apiScope: 'DATASTORE_MODE_API' },
      { ...FIRST, fields: FIRST?.fields.slice(0, 1) },
      { ...FIRST, fields: [...(FIRST?.fields ?? []), { fieldPath: '__name__', order: 'DESCENDING' }] },
    ];
    const merged = merge(JSON.stringify({ indexes: similar, fieldOverrides: [] }));
    expect(entries(merged.text).indexes).toEqual([...similar, ...OUR_INDEXES]);
  });

  it('may be followed by entries of the platform', () => {
    const merged = merge(FILES['as the command line starts it'] ?? '').text;
    const more = merged.replace('\n  ],\n  "fieldOverrides"', `,\n    ${OWN_INDEX}\n  ],\n  "fieldOverrides"`);
    expect(merge(more).text).toBe(more);
    expect(entries(removeIndexes(more)).indexes).toEqual([JSON.parse(OWN_INDEX)]);
  });

  it('are taken out wherever they stand, however they are set apart', () => {
    const ours = (name: string) => `{"collectionGroup": "${name}", "origin": "pack324a-kpi"}`;
    const text = `{"indexes": [${ours('a')},\n\n    ${ours('b')} , {"x": 1},${ours('c')}, {"y": [2]},\n${ours('d')}], "fieldOverrides": [${ours('e')},${ours('f')}]}`;
    expect(removeIndexes(text)).toBe('{"indexes": [{"x": 1}, {"y": [2]}], "fieldOverrides": []}');
  });

  it('leave comments of the platform around them', () => {
    const ours = '{"collectionGroup": "a", "origin": "pack324a-kpi"}';
    const text = `{"indexes": [\n  // before\n  ${ours}\n], "fieldOverrides": [${ours} // behind\n]}`;
    expect(removeIndexes(text)).toBe('{"indexes": [\n  // before\n  \n], "fieldOverrides": [ // behind\n]}');
  });

  it('give way to an override of the platform, with a word about it', () => {
    const own = { collectionGroup: 'kpiRuns', fieldPath: '*', indexes: [{ order: 'ASCENDING', queryScope: 'COLLECTION' }] };
    const { text, warnings } = merge(JSON.stringify({ indexes: [], fieldOverrides: [own] }));
    expect(warnings).toEqual(['"*" of kpiRuns has an override that is not ours and says something else; it was left as it is.']);
    expect(entries(text).fieldOverrides).toHaveLength(OUR_OVERRIDES.length);
  });

  it('come with a warning where the platform exempts a field that is asked for', () => {
    const exempt = (indexes: unknown[]) =>
      merge(JSON.stringify({ indexes: [], fieldOverrides: [{ collectionGroup: 'walletTransactions', fieldPath: 'createdAt', indexes }] }))
        .warnings;
    const says = /^"createdAt" of walletTransactions is exempt from an index that KPI Core asks for/;
    expect(exempt([])).toEqual([expect.stringMatching(says)]);
    expect(exempt([{ order: 'ASCENDING', queryScope: 'COLLECTION_GROUP' }])).toEqual([expect.stringMatching(says)]);
    expect(exempt([{ order: 'ASCENDING' }, { order: 'DESCENDING', queryScope: 'COLLECTION' }])).toEqual([]);
  });
});

describe('a field that is asked for', () => {
  const asked = { collectionGroup: 'walletTransactions', fieldPath: 'createdAt' };
  const both = [{ order: 'ASCENDING' }, { order: 'DESCENDING' }];
  const warningsFor = (fieldOverrides: readonly object[], config = DEFAULT_CONFIG) =>
    mergeIndexes(JSON.stringify({ indexes: [], fieldOverrides }), config).warnings;
  const aboutLedger = (warnings: readonly string[]) =>
    warnings.filter((warning) => warning.startsWith('"createdAt" of walletTransactions'));

  it('is exempt by the override of all fields of its collection or of the database', () => {
    const all = { ...asked, fieldPath: '*', indexes: [] };
    const everywhere = { collectionGroup: '__default__', fieldPath: '*', indexes: [] };
    expect(warningsFor([all])).toEqual([expect.stringContaining('exempt, by the override of "*" of walletTransactions, from an index')]);
    const warnings = warningsFor([everywhere]);
    expect(aboutLedger(warnings)).toEqual([expect.stringContaining('exempt, by the override of "*" of __default__, from an index')]);
    expect(warnings.filter((warning) => KPI_COLLECTIONS.some((collection) => warning.includes(` of ${collection} `)))).toEqual([]);
  });

  it('is decided upon by the nearest override', () => {
    const nearest = { ...asked, indexes: both };
    const all = (indexes: readonly object[]) => ({ ...asked, fieldPath: '*', indexes });
    const everywhere = { collectionGroup: '__default__', fieldPath: '*', indexes: [] };
    expect(aboutLedger(warningsFor([everywhere, all([]), nearest]))).toEqual([]);
    expect(aboutLedger(warningsFor([everywhere, all(both)]))).toEqual([]);
    expect(aboutLedger(warningsFor([all(both), { ...asked, indexes: [] }]))).toHaveLength(1);
    expect(aboutLedger(warningsFor([{ ...everywhere, indexes: both }]))).toEqual([]);
    expect(warningsFor([{ ...all([]), collectionGroup: 'posts' }])).toEqual([]);
  });

  it('follows the map that it is in', () => {
    const config = parseConfig({ sources: { walletTransactions: { collection: 'ledger', fields: { createdAt: 'meta.at' } } } });
    const map = { collectionGroup: 'ledger', fieldPath: 'meta', indexes: [] };
    const says = '"meta.at" of ledger is exempt, by the override of "meta" of ledger, from an index';
    expect(warningsFor([map], config)).toEqual([expect.stringContaining(says)]);
    expect(warningsFor([map, { ...map, fieldPath: 'meta.at', indexes: both }], config)).toEqual([]);
  });
});

describe('a file is refused', () => {
  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"indexes": {}}',
    '{"indexes": [1]}',
    '{"indexes": [], "fieldOverrides": "none"}',
    "{'indexes': []}",
  ])('such as %s', (text) => {
    expect(() => merge(text)).toThrow(expect.objectContaining({ code: 'failed-precondition' }));
    expect(() => removeIndexes(text)).toThrow(expect.objectContaining({ code: 'failed-precondition' }));
  });
});

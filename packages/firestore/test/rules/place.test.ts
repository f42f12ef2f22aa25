import { DEFAULT_CONFIG, KpiError, parseConfig } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { mergeRules, removeRules, standaloneRules } from '../../src/rules/place.ts';
import { PLATFORM_RULES } from './platforms.ts';

const merge = (text: string) => mergeRules(text, DEFAULT_CONFIG);
const OTHER_CONFIG = parseConfig({ sources: { users: { collection: 'accounts' } } });
const BEGIN = '// pack324a-kpi: begin';
const END = '// pack324a-kpi: end';

const documents = (body: string): string =>
  `rules_version = '2';\nservice cloud.firestore {\n  match /databases/{database}/documents {\n${body}  }\n}\n`;

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof KpiError && error.code === 'failed-precondition') return error.message;
    throw error;
  }
  return 'no refusal';
}

describe.each(Object.entries(PLATFORM_RULES))('rules with %s', (_, text) => {
  const merged = merge(text).text;

  it('keep every byte of their own', () => {
    const from = merged.indexOf(`${BEGIN}, `);
    const to = merged.lastIndexOf(END) + END.length;
    const others = merged.slice(0, from).trimEnd() + merged.slice(to).trimStart();
    expect(others.replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''));
    expect(removeRules(merged)).toBe(text);
  });

  it('do not change when merged again', () => {
    expect(merge(merged).text).toBe(merged);
  });

  it('are brought up to date in place, and taken out all the same', () => {
    const changed = mergeRules(merged, OTHER_CONFIG).text;
    expect(changed).toContain('/accounts/$(request.auth.uid)');
    expect(changed).toBe(mergeRules(text, OTHER_CONFIG).text);
    expect(removeRules(changed)).toBe(text);
  });

  it('keep their line ends', () => {
    const isWindows = text.includes('\r\n');
    expect(/(?<!\r)\n/.test(merged)).toBe(!isWindows);
    expect(/\r\n/.test(merged)).toBe(isWindows);
  });
});

describe('our part', () => {
  it('stands at the end of the block, indented as its neighbours', () => {
    const text = 'service cloud.firestore {\n\tmatch /databases/{db}/documents {\n\t\tmatch /a/{id} { allow read; }\n\t}\n}\n';
    const lines = merge(text).text.split('\n');
    expect(lines[2]).toBe('\t\tmatch /a/{id} { allow read; }');
    expect(lines[3]).toMatch(/^\t\t\/\/ pack324a-kpi: begin/);
    expect(lines).toContain('\t\tfunction pack324aIsAdmin() {');
    expect(lines).toContain('\t\t\treturn request.auth != null');
    expect(lines).toContain('\t\t\t\t&& exists(/databases/$(db)/documents/users/$(request.auth.uid))');
    expect(lines.at(-4)).toBe(`\t\t${END}`);
  });

  it('stays where the platform has moved it to', () => {
    const merged = merge(documents('    match /a/{id} { allow read; }\n')).text;
    const part = merged.slice(merged.indexOf(`    ${BEGIN}`), merged.indexOf(END) + END.length + 1);
    const moved = documents(`${part}    match /a/{id} { allow read; }\n`);
    expect(merge(moved).text).toBe(moved);
    expect(removeRules(moved)).toBe(documents('    match /a/{id} { allow read; }\n'));
  });

  it('names the database as the block does', () => {
    expect(merge(PLATFORM_RULES['functions of the obvious names'] ?? '').text).toContain('exists(/databases/$(db)/documents/');
    expect(merge(PLATFORM_RULES['version 1 and the default database by name'] ?? '').text).toContain(
      'exists(/databases/(default)/documents/users/',
    );
  });

  it('replaces what was changed within it', () => {
    const text = documents('');
    const damaged = merge(text).text.replace('allow write: if false;', 'allow write: if true;');
    expect(damaged).not.toBe(merge(text).text);
    expect(merge(damaged).text).toBe(merge(text).text);
  });

  it('leaves the line that it broke broken when a comment stands there now, or the file was laid out anew', () => {
    const merged = merge(PLATFORM_RULES['a closing brace behind other words'] ?? '').text;
    const commented = merged.replace(' \n// pack324a-kpi: begin', ' // everybody\n// pack324a-kpi: begin');
    const indented = merged.replace('\n// pack324a-kpi: begin', '\n  // pack324a-kpi: begin');
    for (const text of [commented, indented]) {
      expect(text).not.toBe(merged);
      const rest = removeRules(text);
      expect(rest).not.toContain('pack324a');
      expect(removeRules(merge(rest).text)).toBe(rest);
    }
  });

  it('is not there to be removed from other files', () => {
    for (const text of Object.values(PLATFORM_RULES)) expect(removeRules(text)).toBe(text);
  });

  it('alone is a file of its own that merging leaves as it is', () => {
    const alone = standaloneRules(DEFAULT_CONFIG);
    expect(merge(alone)).toEqual({ text: alone, warnings: [] });
  });
});

describe('wider rules of the platform', () => {
  const wide = (rules: string) => merge(documents(`    ${rules}\n`)).warnings;

  it.each([
    [
      'match /{document=**} { allow read, write: if request.auth != null; }',
      /Line 4: "allow read, write: if request.auth != null;" .* write and read KPI/,
    ],
    ['match /{document=**} { allow write; }', /may write KPI documents\./],
    ['match /{collection}/{id} { allow update, get: if true; }', /write and read KPI documents \(kpiLeases and kpiDevices too\)/],
    ['match /{path=**}/{id} { allow create: if true; }', /in \/\{path=\*\*\}\/\{id\} also covers/],
    ['match /{collection} { match /{id} { allow list: if true; } }', /may read KPI documents/],
  ])('are pointed out: %s', (rules, says) => {
    expect(wide(rules).filter((warning) => warning.includes('KPI collections'))).toEqual([expect.stringMatching(says)]);
  });

  it.each([
    'match /{document=**} { allow read, write: if false; }',
    'match /{document=**} { allow read: if (false); }',
    'match /{collection}/{id}/{below} { allow read, write; }',
    'match /kpi/{rest=**} { allow read, write; }',
    'match /a/{id} { match /{rest=**} { allow read, write; } }',
  ])('are none that allow nothing on ours: %s', (rules) => {
    expect(wide(rules)).toEqual([]);
  });
});

describe('rules of the platform for its users', () => {
  const about = (rules: string, config = DEFAULT_CONFIG) =>
    mergeRules(documents(`    ${rules}\n`), config).warnings.filter((warning) => warning.includes('an admin'));

  it.each([
    ['match /users/{id} { allow create: if request.auth.uid == id; }', 'Line 4: "allow create: if request.auth.uid == id;" in /users/{id}'],
    ['match /users/{id} { allow read, update: if request.auth != null; }', 'Whoever may write role or roles.admin of their own user'],
    ['match /users/{id} { allow write; }', 'allow write;'],
    ['match /users/{id}/{rest=**} { allow update: if true; }', 'in /users/{id}/{rest=**}'],
    ['match /users { match /{id} { allow write: if true; } }', 'in /{id}'],
    ['match /{collection}/{id} { allow create: if true; }', 'in /{collection}/{id}'],
    ['match /{document=**} { allow read, write: if request.auth != null; }', 'in /{document=**}'],
  ])('are pointed out where clients may write what makes an admin: %s', (rules, says) => {
    expect(about(rules)).toEqual([expect.stringContaining(says)]);
  });

  it.each([
    'match /users/{id} { allow read, get, list: if true; allow delete: if true; }',
    'match /users/{id} { allow create, update: if false; allow write: if (false); }',
    'match /users/{id}/posts/{post} { allow write: if true; }',
    'match /accounts/{id} { allow write: if true; }',
    'match /posts/{rest=**} { allow write: if true; }',
  ])('are none that cannot: %s', (rules) => {
    expect(about(rules)).toEqual([]);
  });

  it('are looked for where the configuration has users, and only if some field makes an admin', () => {
    const elsewhere = (fields: object) => parseConfig({ sources: { users: { collection: 'people', fields } } });
    const rules = 'match /people/{id} { allow update: if true; }';
    expect(about(rules)).toEqual([]);
    expect(about(rules, elsewhere({ role: 'rank.name', 'roles.admin': null }))).toEqual([
      expect.stringContaining('Whoever may write rank.name of their own user'),
    ]);
    expect(about(rules, elsewhere({ role: null, 'roles.admin': null }))).toEqual([]);
  });

  it('are not reached by a rest that must stand for something', () => {
    const first = documents('    match /users/{id}/{rest=**} { allow write: if true; }\n').replace("'2'", "'1'");
    expect(merge(first).warnings).toEqual([]);
  });
});

describe('a file is refused', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['without the service', "rules_version = '2';\nservice firebase.storage { match /b/{b}/o { } }", 'no "service cloud.firestore"'],
    ['that is empty', '', 'no "service cloud.firestore"'],
    ['with the service twice', 'service cloud.firestore { }\nservice cloud.firestore { }', 'several "service cloud.firestore"'],
    ['without the documents', 'service cloud.firestore { match /a/{b} { allow read; } }', 'No match covers the documents'],
    [
      'with a rest for the documents',
      'service cloud.firestore { match /databases/{d}/documents/{rest=**} { allow read; } }',
      'No match covers the documents',
    ],
    [
      'with several databases',
      'service cloud.firestore {\n match /databases/a/documents { }\n match /databases/b/documents { }\n}',
      'Several blocks rule the documents of the database (lines 2 and 3)',
    ],
    [
      'with a brace too few',
      'service cloud.firestore {\n  match /databases/{d}/documents {\n',
      'Line 3 of the rules cannot be read: there is the end of the file',
    ],
    ['with a brace too many', 'service cloud.firestore { match /databases/{d}/documents { } } }', 'there is "}"'],
    [
      'with a text that does not end',
      "service cloud.firestore {\n match /databases/{d}/documents { match /a/{i} { allow read: if 'x; } } }",
      'Line 2',
    ],
    [
      'with a comment that does not end',
      'service cloud.firestore { /* match /databases/{d}/documents { } }',
      'a comment that does not end',
    ],
    [
      'that imports another',
      `rules_version = '2';\nimport "./users.rules" as users;\n${documents('')}`,
      'Line 2 of the rules cannot be read: there is "import"',
    ],
    ['with words of another language', documents('    permit read;\n'), 'Line 4 of the rules cannot be read: there is "permit"'],
    ['with a method that does not exist', documents('    match /a/{i} { allow peek: if true; }\n'), 'there is "peek"'],
    ['with rules for a collection of ours', documents('    match /kpiRuns/{id} { allow read: if true; }\n'), 'kpiRuns (line 4)'],
    [
      'with rules for ours further in',
      documents('    match /platformKpiDaily {\n      match /{day} { allow write: if true; }\n    }\n'),
      'platformKpiDaily (line 5)',
    ],
    ['with rules for ours beside a rest', documents('    match /kpiLeases/{rest=**} { allow read: if false; }\n'), 'kpiLeases (line 4)'],
    ['with a function of our name', documents('    function pack324aIsAdmin() { return true; }\n'), 'a function pack324aIsAdmin (line 4)'],
    ['with a marker alone', documents(`    ${BEGIN}\n`), 'markers of our part do not pair up (lines 4)'],
    ['with markers the wrong way round', documents(`    ${END}\n    ${BEGIN}\n`), 'do not pair up'],
    ['with markers twice', documents(`    ${BEGIN}\n    ${END}\n    ${BEGIN}\n    ${END}\n`), 'do not pair up (lines 4, 6, 5, 7)'],
    ['with markers in another block', documents(`    match /a/{i} {\n    ${BEGIN}\n    ${END}\n    }\n`), 'have been moved'],
    ['with markers that cut a block', documents(`    ${BEGIN}\n    match /a/{i} {\n    ${END}\n    }\n`), 'have been moved'],
    ['with markers outside', `${BEGIN}\n${END}\n${documents('')}`, 'have been moved'],
  ];

  it.each(cases)('%s', (_, text, says) => {
    expect(refusalOf(() => merge(text))).toContain(says);
  });
});

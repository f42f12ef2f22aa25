import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const KPI = fileURLToPath(new URL('../../bin/kpi.mjs', import.meta.url));
const RULES = `rules_version = '2';\r\nservice cloud.firestore {\r\n  match /databases/{database}/documents {\r\n    match /posts/{id} { allow read: if true; } // }\r\n  }\r\n}`;
const INDEXES = '{\n    "indexes": [],\n    "fieldOverrides": []\n}\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kpi-firebase-'));
  write('firestore.rules', RULES);
  write('firestore.indexes.json', INDEXES);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string | Uint8Array): void => writeFileSync(join(folder, name), text);
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const BOTH = ['--rules', 'firestore.rules', '--indexes', 'firestore.indexes.json'];

function kpi(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [KPI, 'firebase', ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
}

describe('kpi firebase', () => {
  it('shows what would change and writes nothing without consent', () => {
    const dry = kpi('merge', ...BOTH, '--dry-run');
    expect(dry).toMatchObject({ status: 0, stderr: '' });
    expect(dry.stdout).toContain('--- firestore.rules\n+++ firestore.rules\n@@ -2,5 +2,54 @@');
    expect(dry.stdout).toContain('+    match /kpiLeases/{document} {\n');
    expect(dry.stdout).toContain('+            "collectionGroup": "kpiRuns",\n');
    expect(dry.stdout).toMatch(/\nNothing was written\.\n$/);
    const unasked = kpi('merge', ...BOTH);
    expect(unasked.status).toBe(2);
    expect(unasked.stderr).toBe('Nothing was written: there is no terminal to ask on.\nExpected: --yes, or --dry-run to look only\n');
    expect([read('firestore.rules'), read('firestore.indexes.json')]).toEqual([RULES, INDEXES]);
  });

  it('merges, has nothing to do the second time, and removes to the byte', () => {
    expect(kpi('merge', ...BOTH, '--yes')).toMatchObject({ status: 0, stderr: '' });
    expect(read('firestore.rules')).toContain('    // pack324a-kpi: end\r\n  }\r\n}');
    expect(kpi('merge', ...BOTH)).toEqual(expect.objectContaining({ status: 0, stdout: 'Nothing to change.\n', stderr: '' }));
    expect(kpi('remove', ...BOTH, '--yes')).toMatchObject({ status: 0, stderr: '' });
    expect([read('firestore.rules'), read('firestore.indexes.json')]).toEqual([RULES, INDEXES]);
    expect(kpi('remove', ...BOTH)).toMatchObject({ status: 0, stdout: 'Nothing to change.\n' });
  });

  it('follows the configuration', () => {
    write('kpi.config.json', '{"sources": {"users": {"collection": "accounts"}}}');
    write('other.json', '{"sources": {"users": {"collection": "people"}}}');
    kpi('merge', ...BOTH, '--yes');
    expect(read('firestore.rules')).toContain('/accounts/$(request.auth.uid)');
    kpi('merge', ...BOTH, '--yes', '--config', 'other.json');
    expect(read('firestore.rules')).toContain('/people/$(request.auth.uid)');
    expect(read('firestore.indexes.json')).toContain('"collectionGroup": "people"');
    expect(read('firestore.indexes.json')).not.toContain('accounts');
  });

  it('changes neither file when one is refused', () => {
    write('firestore.indexes.json', '{"indexes": 1}');
    const refused = kpi('merge', ...BOTH, '--yes');
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toContain('firestore.indexes.json: The file is no index file');
    expect(read('firestore.rules')).toBe(RULES);
  });

  it('warns of wider rules', () => {
    write('firestore.rules', RULES.replace('/posts/{id} { allow read', '/{document=**} { allow write'));
    const { status, stderr } = kpi('merge', '--rules', 'firestore.rules', '--yes');
    expect(status).toBe(0);
    expect(stderr).toMatch(/^warning: firestore\.rules: Line 4: "allow write: if true;" .* may write KPI documents\./);
  });

  it('leaves the mode of a file, a link to it, and nothing else', () => {
    chmodSync(join(folder, 'firestore.rules'), 0o640);
    symlinkSync('firestore.rules', join(folder, 'link.rules'));
    expect(kpi('merge', '--rules', 'link.rules', '--yes').status).toBe(0);
    expect(lstatSync(join(folder, 'link.rules')).isSymbolicLink()).toBe(true);
    expect(statSync(join(folder, 'firestore.rules')).mode & 0o777).toBe(0o640);
    expect(read('firestore.rules')).toContain('pack324a-kpi');
    expect(readdirSync(folder).sort()).toEqual(['firestore.indexes.json', 'firestore.rules', 'link.rules']);
  });

  it.each([
    [['merge'], 2, 'No file is named.'],
    [['merge', '--rules', 'none.rules'], 2, 'none.rules: no such file.'],
    [['merge', '--rules', '.'], 2, '.: no such file.'],
    [['merge', ...BOTH, '--yes', '--dry-run'], 2, 'contradict each other'],
    [['merge', ...BOTH, '--config', 'none.json'], 2, 'none.json: no such file.'],
    [['mend', ...BOTH], 2, 'Allowed choices are merge, remove'],
    [[], 2, "missing required argument 'action'"],
    [['merge', '--rules', 'latin1.rules'], 1, 'latin1.rules is not UTF-8 text.'],
    [['merge', '--rules', 'firestore.indexes.json'], 1, 'firestore.indexes.json: Line 1 of the rules cannot be read'],
  ])('says what is wrong with %j', (words, status, says) => {
    write('latin1.rules', Uint8Array.from([0x2f, 0x2f, 0xe9]));
    const result = kpi(...words);
    expect(result.stderr).toContain(says);
    expect(result.status).toBe(status);
  });
});

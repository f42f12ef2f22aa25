import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../src/firebase/unified-diff.ts';

const folder = mkdtempSync(join(tmpdir(), 'kpi-diff-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lines = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '}\n', '\n'), { maxLength: 24 }).map((list) => list.join(''));

/** What git makes of a text and a patch. */
function patched(before: string, diff: string): string {
  writeFileSync(join(folder, 'f'), before);
  const { status, stderr } = spawnSync('git', ['apply', '--whitespace=nowarn', '--unidiff-zero', '-p0', '-'], {
    cwd: folder,
    input: `${diff}\n`,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return readFileSync(join(folder, 'f'), 'utf8');
}

describe('unified differences', () => {
  it('are nothing between equal texts', () => {
    expect(unifiedDiff('f', 'a\nb\n', 'a\nb\n')).toBe('');
  });

  it('show three lines around a change', () => {
    expect(unifiedDiff('f', '1\n2\n3\n4\n5\n6\n7\n8\n9\n', '1\n2\n3\n4\nfive\n6\n7\n8\n9\n')).toBe(
      '--- f\n+++ f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8',
    );
  });

  it('keep changes apart that lie far from each other', () => {
    const before = Array.from({ length: 20 }, (_, at) => `${at}\n`).join('');
    const diff = unifiedDiff('f', before, before.replace('1\n', 'x\n').replace('18\n', 'y\n'));
    expect(diff.match(/^@@/gm)).toHaveLength(2);
  });

  it('say when the last line does not end', () => {
    expect(unifiedDiff('f', 'a', 'a\n')).toBe('--- f\n+++ f\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a');
  });

  it('give the second text when git applies them to the first', () => {
    fc.assert(
      fc.property(lines, lines, fc.boolean(), (before, after, isOpen) => {
        const [first, second] = [`x\n${before}`, `x\n${after}${isOpen ? 'open' : ''}`];
        fc.pre(first !== second);
        expect(patched(first, unifiedDiff('f', first, second))).toBe(second);
      }),
      { numRuns: 60 },
    );
  });
});

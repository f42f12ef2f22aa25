import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../lib/root.mjs';
import { houseFiles, linesWith } from './house.ts';

interface Violation {
  readonly file: string;
  readonly code: string;
  /** What the linter's answer has to contain. */
  readonly says: string;
}

const CORE_HOME = 'Reading and writing belongs to an adapter (packages/duckdb)';
const TESTKIT_HOME = 'Product code never imports the test kit; what both need belongs to packages/core.';
const DUCKDB_HOME = 'Only packages/duckdb talks to DuckDB; go through its SourceReader and KpiStore.';
const CLIENT_HOME = 'The client imports firebase, and types of @pack324a/core';
const BY_NAME = 'Import another package by its name, not by its files.';

const importing = (name: string): string => `import { thing } from '${name}';\nexport const it = thing;\n`;
const using = (expression: string): string => `export const it = (): unknown => ${expression};\n`;

const VIOLATIONS: readonly Violation[] = [
  { file: 'packages/core/src/a/node-module.ts', code: importing('node:fs'), says: CORE_HOME },
  { file: 'packages/core/src/a/adapter.ts', code: importing('@pack324a/duckdb'), says: CORE_HOME },
  { file: 'packages/core/src/a/host.ts', code: importing('@pack324a/server'), says: CORE_HOME },
  { file: 'packages/core/src/a/other-library.ts', code: importing('commander'), says: CORE_HOME },
  {
    file: 'packages/core/src/a/other-room.ts',
    code: importing('../../../duckdb/src/index.ts'),
    says: 'imports nothing from the other rooms',
  },
  { file: 'packages/core/src/a/clock.ts', code: using('Date.now()'), says: 'packages/core has no clock' },
  { file: 'packages/core/src/a/new-clock.ts', code: using('new Date()'), says: 'packages/core has no clock' },
  {
    file: 'packages/core/src/a/temporal-clock.ts',
    code: `import { Temporal } from 'temporal-polyfill';\n${using('Temporal.Now.instant()')}`,
    says: 'packages/core has no clock',
  },
  { file: 'packages/core/src/a/environment.ts', code: using('process.env'), says: 'packages/core has no environment' },
  { file: 'packages/core/src/a/global-this.ts', code: using('globalThis'), says: 'packages/core has no environment' },
  { file: 'packages/core/src/a/random.ts', code: using('Math.random()'), says: 'packages/core makes nothing up' },
  { file: 'packages/core/src/a/network.ts', code: using("fetch('x')"), says: 'packages/core does no I/O' },
  { file: 'packages/core/src/a/timer.ts', code: using('setTimeout(it, 1)'), says: 'packages/core does not wait' },
  { file: 'packages/core/src/a/printing.ts', code: using("console.log('x')"), says: 'packages/core does not print' },
  { file: 'packages/core/test/adapter.test.ts', code: importing('@duckdb/node-api'), says: DUCKDB_HOME },
  { file: 'packages/duckdb/src/a/host.ts', code: importing('@pack324a/server'), says: 'An adapter imports only @pack324a/core' },
  { file: 'packages/duckdb/src/a/demo.ts', code: importing('@pack324a/demo'), says: 'An adapter imports only @pack324a/core' },
  { file: 'packages/duckdb/src/a/testkit.ts', code: importing('@pack324a/testkit'), says: TESTKIT_HOME },
  { file: 'packages/duckdb/src/a/lazy.ts', code: "export const it = import('@pack324a/testkit');\n", says: TESTKIT_HOME },
  { file: 'packages/duckdb/src/a/files.ts', code: importing('../../../core/src/index.ts'), says: BY_NAME },
  { file: 'packages/demo/src/host.ts', code: importing('@pack324a/server'), says: 'The demo platform imports only @pack324a/core' },
  { file: 'packages/demo/src/engine.ts', code: importing('@duckdb/node-api'), says: 'The demo platform imports only @pack324a/core' },
  { file: 'packages/demo/src/testkit.ts', code: importing('@pack324a/testkit'), says: TESTKIT_HOME },
  { file: 'packages/client/src/engine.ts', code: importing('@pack324a/duckdb'), says: CLIENT_HOME },
  { file: 'packages/client/src/other-library.ts', code: importing('zod'), says: CLIENT_HOME },
  { file: 'packages/testkit/src/engine.ts', code: importing('@duckdb/node-api'), says: DUCKDB_HOME },
  { file: 'server/src/engine.ts', code: importing('@duckdb/node-api'), says: DUCKDB_HOME },
  { file: 'server/src/testkit.ts', code: importing('@pack324a/testkit'), says: TESTKIT_HOME },
  { file: 'server/src/files.ts', code: importing('../../packages/core/src/index.ts'), says: BY_NAME },
  { file: 'server/src/firestore.ts', code: importing('firebase-admin/firestore'), says: 'Only packages/firestore talks to the SDK' },
  { file: 'packages/firestore/src/reader.ts', code: importing('firebase-admin/firestore'), says: 'Only src/sdk talks to the SDK' },
  { file: 'packages/firestore/src/sdk/wiring.ts', code: importing('@pack324a/server'), says: 'wiring belongs to server' },
  {
    file: 'packages/testkit/src/double.ts',
    code: importing('@pack324a/firestore/sdk'),
    says: 'The double speaks for Firestore without its SDK',
  },
  { file: 'functions/src/engine.ts', code: importing('@pack324a/duckdb'), says: 'The functions wire packages/core to packages/firestore' },
  { file: 'functions/src/reader.ts', code: importing('firebase-admin/firestore'), says: 'Only packages/firestore talks to Firestore' },
  { file: 'bench/engine.ts', code: importing('@duckdb/node-api'), says: DUCKDB_HOME },
  { file: 'examples/cdnow/engine.ts', code: importing('@duckdb/node-api'), says: DUCKDB_HOME },
];

const LAWFUL: Readonly<Record<string, string>> = {
  'packages/core/src/a/lawful.ts': [
    "import { closest } from 'fastest-levenshtein';",
    "import { Temporal } from 'temporal-polyfill';",
    "import { z } from 'zod';",
    "import { thing } from '../thing.ts';",
    'export const it = [z, closest, Temporal.Instant, thing, Math.floor(1.5)];\n',
  ].join('\n'),
  'packages/duckdb/src/a/lawful.ts': `${importing('@duckdb/node-api')}export * from '@pack324a/core';\nexport * from '../thing.ts';\n`,
  'packages/client/src/lawful.ts': `import type { thing } from '@pack324a/core';\n${importing('firebase/functions')}export type It = thing;\n`,
  'packages/firestore/src/lawful.ts': `${importing('@pack324a/core')}export * from './thing.ts';\n`,
  'packages/firestore/src/sdk/lawful.ts': importing('firebase-admin/firestore'),
  'packages/testkit/src/lawful.ts': importing('@pack324a/firestore'),
  'functions/src/lawful.ts': `${importing('@pack324a/core')}${importing('@pack324a/firestore')}${importing('@pack324a/firestore/sdk')}`,
  'packages/duckdb/test/lawful.test.ts': importing('@pack324a/testkit'),
  'server/src/lawful.ts': `${importing('@pack324a/duckdb')}export { readFileSync } from 'node:fs';\n`,
};

let folder: string;
let answers: Map<string, string>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kpi-boundaries-'));
  for (const name of ['biome.json', '.gitignore', 'package.json', 'scripts/lint', 'server/package.json']) copy(name);
  for (const name of ['core', 'duckdb', 'firestore', 'demo', 'client', 'testkit']) copy(`packages/${name}/package.json`);
  for (const { file, code } of VIOLATIONS) write(file, code);
  for (const [file, code] of Object.entries(LAWFUL)) write(file, code);
  answers = lint();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function copy(name: string): void {
  cpSync(inRoot(name), join(folder, name), { recursive: true });
}

function write(file: string, code: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), code);
}

/** What the linter says about each file. */
function lint(): Map<string, string> {
  const biome = inRoot('node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', '--colors=off', '--max-diagnostics=none', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const found = new Map<string, string>();
  for (const part of `${stdout}${stderr}`.split(/^(?=\S+\.ts:\d+:\d+ )/m)) {
    const [file] = part.split(':', 1);
    if (file?.endsWith('.ts')) found.set(file, (found.get(file) ?? '') + part);
  }
  return found;
}

describe('boundaries between the rooms', () => {
  it.each(VIOLATIONS)('refuses $file', ({ file, says }) => {
    const answer = (answers.get(file) ?? 'nothing').replace(/\s+/g, ' ');
    expect(answer).toContain(says);
  });

  it.each(Object.keys(LAWFUL))('accepts %s', (file) => {
    expect(answers.get(file) ?? '').not.toContain('noRestricted');
    expect(answers.get(file) ?? '').not.toContain('plugin');
  });

  it('lets nothing of core but types into the client', () => {
    const sources = houseFiles().filter(({ path }) => path.startsWith('packages/client/src/'));
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.flatMap((file) => linesWith(file, /^import (?!type\b).*@pack324a\/core/))).toEqual([]);
  });
});

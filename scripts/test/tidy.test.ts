import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../lib/root.mjs';
import { houseFiles, linesWith } from './house.ts';

// Line counts, function lengths, complexity, names and imports are the linter's; here is what it cannot see.
const files = houseFiles().filter(({ path }) => path !== 'scripts/test/tidy.test.ts');

const FORBIDDEN: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'emoji; test data writes them as escapes', pattern: /\p{Emoji_Presentation}|\u{FE0F}/u },
  { what: 'reference to an issue tracker', pattern: /\b(?:issue|pull request|PR) ?#\d*/i },
  { what: 'path of the machine they were written on', pattern: /(?<![\w.*/}])\/(?:work|root|home\/\w+|Users\/\w+)\// },
  { what: 'package registry', pattern: /registry\.npm|npmjs\.(?:org|com)|artifactory|verdaccio/i },
];

describe('written files', () => {
  it('are found', () => {
    expect(files.length).toBeGreaterThan(50);
  });

  it.each(FORBIDDEN)('have no $what', ({ pattern }) => {
    expect(files.flatMap((file) => linesWith(file, pattern))).toEqual([]);
  });
});

describe('the app', () => {
  const sources = files.filter(({ path }) => path.startsWith('app-mobile/src/') || path.startsWith('app-mobile/app/'));
  // Browsers and Node have them: only a phone would tell, by a screen that fails.
  const lacking = /\.(?:toSorted|toReversed|toSpliced)\(|\bArray\.fromAsync\b|\b(?:Object|Map)\.groupBy\b|\bnotation: 'compact'/;

  it('is found', () => {
    expect(sources.length).toBeGreaterThan(50);
  });

  it('uses nothing that the engine of phones lacks', () => {
    expect(sources.flatMap((file) => linesWith(file, lacking))).toEqual([]);
  });
});

interface LockEntry {
  readonly resolved?: string;
  readonly version?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe('the lock file', () => {
  const lock = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')) as { readonly packages: Record<string, LockEntry> };

  it('says nothing about where packages were downloaded from', () => {
    const resolved = Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined && entry.link !== true);
    expect(resolved.map(([path]) => path)).toEqual([]);
  });

  it('has the native binaries of every platform', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {})
        .filter(
          (name) => lock.packages[`node_modules/${name}`] === undefined && lock.packages[`${path}/node_modules/${name}`] === undefined,
        )
        .map((name) => `${path} lacks ${name}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('the oracle', () => {
  const oracle = files.filter(({ path }) => path.startsWith('packages/testkit/src/') && basename(path).startsWith('oracle'));

  it('is there', () => {
    expect(oracle.length).toBeGreaterThan(0);
  });

  it.each(oracle)('$path takes nothing but types from the engine, nor from a file that could', ({ path, text }) => {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
    const taken = source.statements.filter(takesValues).map((statement) => (statement.moduleSpecifier as ts.StringLiteral).text);
    expect(taken.filter((name) => !/^\.\/oracle[\w-]*\.ts$/.test(name) && !isForeign(name))).toEqual([]);
    expect(text).not.toMatch(/\bimport\(/);
  });
});

/** A library of neither ours nor the engine's. */
function isForeign(name: string): boolean {
  return !name.startsWith('.') && !name.startsWith('@pack324a/');
}

/** True of an import or re-export that does more than name types. */
function takesValues(statement: ts.Statement): statement is ts.ImportDeclaration | ts.ExportDeclaration {
  if (ts.isExportDeclaration(statement)) return statement.moduleSpecifier !== undefined && !statement.isTypeOnly;
  if (!ts.isImportDeclaration(statement)) return false;
  const clause = statement.importClause;
  if (clause === undefined) return true;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return false;
  const names = clause.namedBindings;
  if (clause.name !== undefined || names === undefined || ts.isNamespaceImport(names)) return true;
  return names.elements.some((element) => !element.isTypeOnly);
}

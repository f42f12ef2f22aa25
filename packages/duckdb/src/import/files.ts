import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { KpiError, nearestName, type ResolvedSource } from '@pack324a/core';
import type { Database } from '../database.ts';
import { literal } from '../sql/text.ts';

type FileFormat = 'json' | 'text' | 'parquet';

const FORMATS: Readonly<Record<string, FileFormat>> = {
  '.ndjson': 'json',
  '.jsonl': 'json',
  '.json': 'json',
  '.csv': 'text',
  '.tsv': 'text',
  '.txt': 'text',
  '.parquet': 'parquet',
};
const COMPRESSIONS = ['.gz', '.zst'];

export interface SourceFile {
  readonly path: string;
  readonly format: FileFormat;
  /** File name without its endings. */
  readonly stem: string;
  readonly extension: string;
}

/**
 * The files behind paths, folders and globs, each once, in order of their names within each argument.
 * @throws KpiError `invalid-argument` when one leads nowhere, or to a file of an unknown kind
 */
export async function resolveFiles(database: Database, paths: readonly string[]): Promise<SourceFile[]> {
  const found = new Map<string, SourceFile>();
  for (const path of paths) {
    const files = await expand(database, path);
    if (files.length === 0) {
      throw new KpiError('invalid-argument', `${path}: nothing to import there.`, {
        expected: `a file, a folder or a glob with files ending in ${Object.keys(FORMATS).join(', ')} (text and JSON also with .gz or .zst)`,
      });
    }
    for (const file of files) found.set(file.path, file);
  }
  return [...found.values()];
}

async function expand(database: Database, path: string): Promise<SourceFile[]> {
  if (existsSync(path)) {
    if (statSync(path).isDirectory()) {
      const names = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      return names
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
        .flatMap((name) => describeFile(name) ?? []);
    }
    const file = describeFile(path);
    if (file === undefined) {
      throw new KpiError('invalid-argument', `${path}: this kind of file cannot be imported.`, {
        expected: `a name ending in ${Object.keys(FORMATS).join(', ')}`,
      });
    }
    return [file];
  }
  if (!/[*?[{]/.test(path))
    throw new KpiError('invalid-argument', `${path}: no such file or folder.`, { expected: 'an existing file, folder or glob' });
  const rows = await database.all(`SELECT file FROM glob(${literal(path)}) ORDER BY file`);
  return rows.flatMap((row) => describeFile(row['file'] as string) ?? []);
}

function describeFile(path: string): SourceFile | undefined {
  let name = basename(path);
  const compression = COMPRESSIONS.find((ending) => name.toLowerCase().endsWith(ending));
  if (compression !== undefined) name = name.slice(0, -compression.length);
  const dot = name.lastIndexOf('.');
  const extension = dot < 0 ? '' : name.slice(dot).toLowerCase();
  const format = FORMATS[extension];
  if (format === undefined || (format === 'parquet' && compression !== undefined)) return undefined;
  return { path, format, stem: name.slice(0, dot), extension };
}

/**
 * The source that a file holds, by its name or its folder's: `walletTransactions.parquet`, `walletTransactions-2025-01.ndjson`,
 * `walletTransactions/part-1.csv`.
 * @throws KpiError `invalid-argument` naming what the file could be called
 */
export function sourceOfFile(file: SourceFile, sources: readonly ResolvedSource[], named: ResolvedSource | undefined): ResolvedSource {
  if (named !== undefined) return named;
  const folder = basename(dirname(file.path));
  // The file's own name before its folder's: a folder may be called "users" for reasons of its own.
  const names: readonly ((collection: string) => boolean)[] = [
    (collection) => file.stem === collection,
    (collection) => file.stem.startsWith(collection) && /^[-_.]/.test(file.stem.slice(collection.length)),
    (collection) => folder === collection,
  ];
  const [source] = names.flatMap((isNamed) => sources.find(({ collection }) => isNamed(collection)) ?? []);
  if (source !== undefined) return source;
  const collections = sources.map(({ collection }) => collection);
  const nearest = nearestName(file.stem, collections);
  throw new KpiError(
    'invalid-argument',
    `${file.path}: no source has the collection "${file.stem}"${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`,
    {
      expected: `a file or folder named after one of ${collections.join(', ')}`,
      hint: 'Name the source with --source, or its collection in the mapping.',
    },
  );
}

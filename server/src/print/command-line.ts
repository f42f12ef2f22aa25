import { resolve } from 'node:path';
import { DEFAULT_DATABASE } from '../local/session.ts';

/** What a command needs so that it finds this database from the same folder: nothing, where it is the default one. */
export function databaseOption(file: string): string {
  return file === resolve(DEFAULT_DATABASE) ? '' : ` --db ${quoted(file)}`;
}

/** A word as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w.@/-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

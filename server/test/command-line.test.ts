import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_DATABASE } from '../src/local/session.ts';
import { databaseOption, quoted } from '../src/print/command-line.ts';

describe('what people are told to run', () => {
  it('names the database unless it is the default one of this folder', () => {
    expect(databaseOption(resolve(DEFAULT_DATABASE))).toBe('');
    expect(databaseOption('/data/mine.duckdb')).toBe(' --db /data/mine.duckdb');
    expect(databaseOption("/data/Anna's file.duckdb")).toBe(` --db '/data/Anna'\\''s file.duckdb'`);
  });

  it.each(['$(reboot)', 'a b', '`x`', 'a;b', '"', '\n', '*'])('quotes %j so that a shell takes it as one word', (word) => {
    expect(quoted(word)).toBe(`'${word}'`);
  });
});

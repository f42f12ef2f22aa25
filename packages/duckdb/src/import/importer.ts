import {
  type Catalogue,
  type KpiConfig,
  KpiError,
  messageOf,
  type ResolvedSource,
  resolveSource,
  SOURCE_NAMES,
  type Source,
} from '@pack324a/core';
import type { Database } from '../database.ts';
import { createSourceTable, issueColumn, sourceColumns, sourceTable } from '../sql/schema.ts';
import { identifier, literal } from '../sql/text.ts';
import { resolveFiles, type SourceFile, sourceOfFile } from './files.ts';
import { mappingOf, rawFields } from './inventory.ts';
import { fieldSql } from './reading-sql.ts';
import { ABSENT, constantValue, type RawValue, type Relation, relationOf } from './relation.ts';

export interface ImportOptions {
  /** Take every file as this source, whatever its name. */
  readonly source?: string | undefined;
  /** Add every row, even one that is already there. */
  readonly append?: boolean | undefined;
  /** Told before each file. */
  readonly onFile?: (file: string, index: number, count: number) => void;
  readonly nowIso: string;
}

/** What became of the rows of one file: `rowsRead = rowsAdded + rowsReplaced + rowsUnchanged`. */
export interface ImportReport {
  readonly file: string;
  readonly source: string;
  readonly rowsRead: number;
  readonly rowsAdded: number;
  /** Rows whose id was known with other content. */
  readonly rowsReplaced: number;
  readonly rowsUnchanged: number;
}

/**
 * Imports files into the sources, each file in one transaction. Rows are keyed by their document id, or by the hash of the
 * row and its occurrence in the file: importing a file twice adds nothing.
 * @throws KpiError `invalid-argument` for a file that cannot be read or placed; files before it stay imported
 */
export async function importFiles(
  database: Database,
  catalogue: Catalogue,
  config: KpiConfig,
  paths: readonly string[],
  options: ImportOptions,
): Promise<ImportReport[]> {
  const sources = SOURCE_NAMES.map((name) => resolveSource(name, config.sources[name]));
  const named = options.source === undefined ? undefined : sources.find(({ name }) => name === options.source);
  if (options.source !== undefined && named === undefined) {
    throw new KpiError('invalid-argument', `source: "${options.source}" is unknown.`, { expected: `one of ${SOURCE_NAMES.join(', ')}` });
  }
  const files = await resolveFiles(database, paths);
  const placed = files.map((file) => ({ file, source: sourceOfFile(file, sources, named) }));
  const reports: ImportReport[] = [];
  for (const [index, { file, source }] of placed.entries()) {
    options.onFile?.(file.path, index, placed.length);
    try {
      reports.push(await database.transaction(() => importFile(database, catalogue.sources[source.name], source, file, options)));
    } catch (error) {
      // Only now that the transaction is over: a failed one runs nothing more, and the next file needs its order.
      await keepOrder(database);
      throw error instanceof KpiError ? error : unreadableFile(file, error);
    }
  }
  await database.checkpoint();
  return reports;
}

function unreadableFile(file: SourceFile, error: unknown): KpiError {
  const [first = '', ...rest] = messageOf(error).split('\n');
  const expected = rest.find((line) => line.startsWith('Expected Number'));
  const original = rest.find((line) => line.startsWith('Original Line'));
  const quote = rest.find((line) => line.includes('unterminated quote'));
  const detail = [plainly(first.replace(/^(\w+ )+Error: /, '')), original, expected, quote].filter((line) => line !== undefined).join('; ');
  return new KpiError('invalid-argument', `${file.path} cannot be read: ${detail}`, {
    hint: 'Nothing of this file was imported. Mend it and import it again.',
  });
}

function plainly(message: string): string {
  return message.startsWith('The CSV Parser state machine') ? 'its lines end in different ways, or a quote is out of place' : message;
}

async function importFile(
  database: Database,
  source: Source,
  resolved: ResolvedSource,
  file: SourceFile,
  options: ImportOptions,
): Promise<ImportReport> {
  const relation = await relationOf(database, file, resolved);
  await database.run(createSourceTable(source));
  const query = stagingQuery(source, resolved, relation);
  const counts =
    (await insertIntoEmpty(database, source, query, file.format === 'text')) ??
    (await insertKeyed(database, source, query, options.append === true));
  const report = { file: file.path, source: source.name, ...counts };
  await recordImport(database, report, resolved, relation, options.nowIso, file);
  return report;
}

type RowCounts = Omit<ImportReport, 'file' | 'source'>;

/**
 * The short way into an empty source: rows go straight in, and stay when no key turns out to be repeated.
 * @param anyOrder true where keeping the order of the rows, which nobody asks for, would cost half of the speed (text files)
 * @returns undefined when the long way has to be taken
 */
async function insertIntoEmpty(database: Database, source: Source, query: string, anyOrder: boolean): Promise<RowCounts | undefined> {
  const table = sourceTable(source.name);
  if ((await count(database, table)) > 0) return undefined;
  const columns = columnNames(source).join(', ');
  await database.run(`SET preserve_insertion_order = ${!anyOrder}`);
  await database.run(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM (${query})`);
  await keepOrder(database);
  if (await hasUniqueKeys(database, table)) {
    const rows = await count(database, table);
    return { rowsRead: rows, rowsAdded: rows, rowsReplaced: 0, rowsUnchanged: 0 };
  }
  await database.run(`DELETE FROM ${table}`);
  return undefined;
}

/** Stages the rows, settles which of them are new, and inserts those. */
async function insertKeyed(database: Database, source: Source, query: string, append: boolean): Promise<RowCounts> {
  await database.run(`CREATE OR REPLACE TEMP TABLE staged AS ${query}`);
  const rowsRead = await count(database, 'staged');
  let rowsReplaced = 0;
  let rowsUnchanged = 0;
  if (append) {
    const [imports] = await database.all('SELECT count(*) AS n FROM meta.imports');
    await numberRepeatedRows(database, true);
    await database.run(`UPDATE staged SET _id = _id || '+' || ${Number(imports?.['n'] ?? 0) + 1}`);
  } else {
    await numberRepeatedRows(database, false);
    const repeated = await dropSupersededRows(database, source);
    const known = await dropKnownRows(database, source);
    rowsReplaced = repeated.replaced + known.replaced;
    rowsUnchanged = repeated.unchanged + known.unchanged;
  }
  const columns = columnNames(source).join(', ');
  await database.run(`INSERT INTO ${sourceTable(source.name)} (${columns}) SELECT ${columns} FROM staged`);
  await database.run('DROP TABLE staged');
  return { rowsRead, rowsAdded: rowsRead - rowsReplaced - rowsUnchanged, rowsReplaced, rowsUnchanged };
}

/** Rows are numbered in the order of the file, which decides between rows of the same id. */
function keepOrder(database: Database): Promise<void> {
  return database.run('SET preserve_insertion_order = true');
}

/** Distinct 64-bit hashes as many as rows prove that no key is repeated, far cheaper than comparing the keys. */
async function hasUniqueKeys(database: Database, rows: string): Promise<boolean> {
  const [check] = await database.all(`SELECT count(*) AS n, count(DISTINCT hash(_id)) AS keys FROM ${rows}`);
  return check?.['n'] === check?.['keys'];
}

function columnNames(source: Source): string[] {
  return sourceColumns(source).map(([name]) => identifier(name));
}

/** Raw rows in; typed columns, the row's key and whether the key is a hash of the row out. */
function stagingQuery(source: Source, resolved: ResolvedSource, relation: Relation): string {
  const raws: string[] = [];
  const parts: string[] = [];
  const issues: string[] = [];
  const values: string[] = [];
  for (const [index, [field, { kind }]] of Object.entries(source.fields).entries()) {
    const { mapping } = resolved.fields[field] ?? { mapping: { absent: true as const } };
    const raw = rawOf(relation, mapping);
    const alias = `r${index}`;
    raws.push(`${raw.sql} AS ${alias}`);
    const sql = fieldSql(kind, raw.class, alias, mapping);
    parts.push(...sql.parts.map(([name, part]) => `${part} AS ${name}`));
    const issue = identifier(issueColumn(field));
    issues.push(`${sql.issue} AS ${issue}`);
    values.push(`CASE WHEN ${issue} IS NULL THEN ${sql.value} END AS ${identifier(field)}`, issue);
  }
  const id = documentId(relation, resolved.idFields);
  const key = `coalesce(${id}, 'row:' || md5(${relation.rowText})) AS _id, (${id}) IS NULL AS hashed`;
  return `SELECT _id, hashed, ${values.join(', ')}
FROM (SELECT *, ${issues.join(', ')}
      FROM (SELECT *, ${parts.join(', ')}
            FROM (SELECT ${key}, ${raws.join(', ')} FROM ${relation.from})))`;
}

function rawOf(relation: Relation, mapping: ResolvedSource['fields'][string]['mapping']): RawValue {
  if ('absent' in mapping) return ABSENT;
  return 'constant' in mapping ? constantValue(mapping.constant) : relation.valueAt(mapping.field);
}

/** The document id as text: the last segment of a path, or null for a row without one. */
function documentId(relation: Relation, idFields: readonly string[]): string {
  const candidates = idFields.map((path) => {
    const value = relation.valueAt(path);
    const text = value.class === 'json' ? `(${value.sql} ->> '$')` : `CAST(${value.sql} AS VARCHAR)`;
    return `nullif(regexp_extract(${text}, '[^/]*$'), '')`;
  });
  return candidates.length === 0 ? 'CAST(NULL AS VARCHAR)' : `coalesce(${candidates.join(', ')}, NULL)`;
}

async function count(database: Database, table: string): Promise<number> {
  const [row] = await database.all(`SELECT count(*) AS n FROM ${table}`);
  return Number(row?.['n'] ?? 0);
}

/** Gives each further occurrence of an equal row in the file a key of its own. */
async function numberRepeatedRows(database: Database, all: boolean): Promise<void> {
  const candidates = all ? 'staged' : '(SELECT rowid, * FROM staged WHERE hashed)';
  if (await hasUniqueKeys(database, candidates)) return;
  await database.run(`
    UPDATE staged SET _id = staged._id || '#' || numbered.n
    FROM (SELECT rid, row_number() OVER (PARTITION BY _id ORDER BY rid) AS n
          FROM (SELECT rowid AS rid, _id FROM staged WHERE ${all ? 'true' : 'hashed'}
                AND _id IN (SELECT _id FROM staged GROUP BY _id HAVING count(*) > 1))) AS numbered
    WHERE staged.rowid = numbered.rid AND numbered.n > 1`);
}

interface Verdicts {
  readonly replaced: number;
  readonly unchanged: number;
}

/** Of rows with the same id in one file the last one stands. */
async function dropSupersededRows(database: Database, source: Source): Promise<Verdicts> {
  if (await hasUniqueKeys(database, 'staged')) return { replaced: 0, unchanged: 0 };
  await database.run(`
    CREATE OR REPLACE TEMP TABLE verdicts AS
    SELECT older.rowid AS rid, ${sameContent(source, 'older', 'latest')} AS same
    FROM staged AS older
    JOIN (SELECT _id, max(rowid) AS last FROM staged GROUP BY _id HAVING count(*) > 1) AS kept USING (_id)
    JOIN staged AS latest ON latest.rowid = kept.last
    WHERE older.rowid <> kept.last`);
  return applyVerdicts(database);
}

/** Rows that the source already holds are dropped when they are the same, and take the place of the old row when they are not. */
async function dropKnownRows(database: Database, source: Source): Promise<Verdicts> {
  const table = sourceTable(source.name);
  if ((await count(database, table)) === 0) return { replaced: 0, unchanged: 0 };
  await database.run(`
    CREATE OR REPLACE TEMP TABLE verdicts AS
    SELECT fresh.rowid AS rid, fresh._id AS _id, ${sameContent(source, 'fresh', 'known')} AS same
    FROM staged AS fresh JOIN ${table} AS known USING (_id)`);
  await database.run(`DELETE FROM ${table} WHERE _id IN (SELECT _id FROM verdicts WHERE NOT same)`);
  const [row] = await database.all('SELECT count(*) FILTER (WHERE NOT same) AS replaced FROM verdicts');
  await database.run('DELETE FROM verdicts WHERE NOT same');
  const { unchanged } = await applyVerdicts(database);
  return { replaced: Number(row?.['replaced'] ?? 0), unchanged };
}

/** Drops the staged rows that have a verdict. */
async function applyVerdicts(database: Database): Promise<Verdicts> {
  const [row] = await database.all(
    'SELECT count(*) FILTER (WHERE NOT same) AS replaced, count(*) FILTER (WHERE same) AS unchanged FROM verdicts',
  );
  await database.run('DELETE FROM staged WHERE rowid IN (SELECT rid FROM verdicts)');
  await database.run('DROP TABLE verdicts');
  return { replaced: Number(row?.['replaced'] ?? 0), unchanged: Number(row?.['unchanged'] ?? 0) };
}

function sameContent(source: Source, left: string, right: string): string {
  const columns = columnNames(source).filter((name) => name !== identifier('_id'));
  return `(${columns.map((name) => `${left}.${name} IS NOT DISTINCT FROM ${right}.${name}`).join(' AND ')})`;
}

async function recordImport(
  database: Database,
  report: ImportReport,
  resolved: ResolvedSource,
  relation: Relation,
  nowIso: string,
  file: SourceFile,
): Promise<void> {
  const mapping = JSON.stringify({ fields: mappingOf(resolved), idFields: resolved.idFields });
  const inventory = JSON.stringify(await rawFields(database, relation));
  const { rowsRead, rowsAdded, rowsReplaced, rowsUnchanged } = report;
  await database.run(
    `INSERT INTO meta.imports VALUES (TIMESTAMP ${literal(nowIso.replace('Z', ''))}, $1, $2, $3, ${rowsRead}, ${rowsAdded}, ${rowsReplaced}, ${rowsUnchanged}, $4, $5)`,
    [report.file, report.source, file.format, mapping, inventory],
  );
}

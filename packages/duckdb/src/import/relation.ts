import { KpiError, type ResolvedSource } from '@pack324a/core';
import type { Database } from '../database.ts';
import { identifier, literal } from '../sql/text.ts';
import type { SourceFile } from './files.ts';

/** How a raw value is held before it is read: a JSON value, a cell of a text file, or a typed column of Parquet. */
export type RawClass = 'json' | 'cell' | { readonly column: string };

export interface RawValue {
  readonly class: RawClass;
  /** SQL over the relation's row. */
  readonly sql: string;
}

/** A file as a table of raw rows. */
export interface Relation {
  /** `FROM` clause that yields the raw rows. */
  readonly from: string;
  /** The raw value at a path of a row; a JSON null value where the file has no such column. */
  readonly valueAt: (path: string) => RawValue;
  /** Text that is equal exactly for equal rows. */
  readonly rowText: string;
  /** Names of the columns, where the file declares any. */
  readonly columns: readonly string[] | undefined;
}

/** A value that is not there. */
export const ABSENT: RawValue = { class: 'json', sql: 'CAST(NULL AS JSON)' };

/** A value that is the same in every row. */
export function constantValue(value: string | number | boolean): RawValue {
  return { class: 'json', sql: `CAST(${literal(JSON.stringify(value))} AS JSON)` };
}

export async function relationOf(database: Database, file: SourceFile, source: ResolvedSource): Promise<Relation> {
  if (file.format === 'json') return jsonRelation(file);
  if (file.format === 'parquet') return parquetRelation(database, file);
  return textRelation(database, file, source);
}

/** Largest JSON document: Firestore's limit is 1 MiB, exports wrap it. Each thread of the engine holds buffers of twice this size. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;

function jsonRelation(file: SourceFile): Relation {
  return {
    from: `read_json_objects(${literal(file.path)}, format = 'auto', maximum_object_size = ${MAX_JSON_BYTES})`,
    valueAt: (path) => ({ class: 'json', sql: jsonAt('json', path) }),
    rowText: 'CAST(json AS VARCHAR)',
    columns: undefined,
  };
}

/** A dot leads into a nested object, unless the row has the dotted name itself. */
function jsonAt(value: string, path: string): string {
  const pointer = (parts: readonly string[]): string =>
    literal(parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
  const direct = `json_extract(${value}, ${pointer([path])})`;
  return path.includes('.') ? `coalesce(${direct}, json_extract(${value}, ${pointer(path.split('.'))}))` : direct;
}

async function parquetRelation(database: Database, file: SourceFile): Promise<Relation> {
  const from = `read_parquet(${literal(file.path)})`;
  const columns = await database.all(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${from})`);
  const types = new Map(columns.map((row) => [row['column_name'] as string, row['column_type'] as string]));
  const names = [...types.keys()];
  return {
    from,
    valueAt: (path) => columnAt(types, path),
    rowText: joined(names.map((name) => `CAST(${identifier(name)} AS VARCHAR)`)),
    columns: names,
  };
}

const PLAIN_TYPES =
  /^(VARCHAR|BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\)|DATE|TIMESTAMP(_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE)$/;

function columnAt(types: ReadonlyMap<string, string>, path: string): RawValue {
  const type = types.get(path);
  if (type !== undefined) {
    const column = identifier(path);
    // The column is there: where it is null, the value is null and not missing.
    return PLAIN_TYPES.test(type)
      ? { class: { column: type }, sql: column }
      : { class: 'json', sql: `coalesce(to_json(${column}), CAST('null' AS JSON))` };
  }
  const dot = path.indexOf('.');
  const parent = dot < 0 ? undefined : path.slice(0, dot);
  if (parent !== undefined && types.has(parent))
    return { class: 'json', sql: jsonAt(`to_json(${identifier(parent)})`, path.slice(dot + 1)) };
  return ABSENT;
}

/** A text file of no bytes, as tools write it for an empty collection: it has no header either. */
const NO_ROWS: Relation = {
  from: '(SELECT CAST(NULL AS JSON) AS json WHERE false)',
  valueAt: () => ABSENT,
  rowText: 'CAST(json AS VARCHAR)',
  columns: undefined,
};

async function textRelation(database: Database, file: SourceFile, source: ResolvedSource): Promise<Relation> {
  const isDeclared = source.header !== undefined && source.separator !== undefined;
  const firstLine = isDeclared ? '' : await readFirstLine(database, file);
  if (firstLine === undefined) return NO_ROWS;
  const separator = source.separator ?? detectSeparator(file, firstLine);
  if (separator === 'whitespace') return whitespaceRelation(database, file, source, firstLine);
  const header = source.header ?? splitHeader(firstLine, separator);
  assertHeader(file, header);
  const columns = header.map((name) => `${literal(name)}: 'VARCHAR'`);
  // Nothing is guessed: a sniffed dialect can skip lines without a word.
  const from = `read_csv(${literal(file.path)}, auto_detect = false, columns = {${columns.join(', ')}}, delim = ${literal(separator)}, quote = '"', escape = '"', header = ${source.header === undefined}, null_padding = false)`;
  return cellRelation(from, header);
}

function cellRelation(from: string, header: readonly string[]): Relation {
  return {
    from,
    valueAt: (path) => (header.includes(path) ? { class: 'cell', sql: identifier(path) } : ABSENT),
    rowText: joined(header.map(identifier)),
    columns: header,
  };
}

const LINES = `auto_detect = false, columns = {'line': 'VARCHAR'}, delim = '\u0001', quote = '', escape = '', header = false`;
const BLANKS = `' ' || chr(9) || chr(13)`;

async function whitespaceRelation(database: Database, file: SourceFile, source: ResolvedSource, firstLine: string): Promise<Relation> {
  const header = source.header ?? firstLine.trim().split(/\s+/);
  assertHeader(file, header);
  const lines = `(SELECT string_split_regex(trim(line, ${BLANKS}), '\\s+') AS parts, row_number() OVER () AS number FROM read_csv(${literal(file.path)}, ${LINES}) WHERE trim(line, ${BLANKS}) <> '')`;
  const body = source.header === undefined ? `(SELECT * FROM ${lines} WHERE number > 1)` : lines;
  const [odd] = await database.all(
    `SELECT number, len(parts) AS found FROM ${body} WHERE len(parts) <> ${header.length} ORDER BY number LIMIT 1`,
  );
  if (odd !== undefined) {
    throw new KpiError('invalid-argument', `${file.path}: row ${odd['number']} has ${odd['found']} columns.`, {
      expected: `${header.length} columns: ${header.join(', ')}`,
    });
  }
  const columns = header.map((name, index) => `parts[${index + 1}] AS ${identifier(name)}`);
  return cellRelation(`(SELECT ${columns.join(', ')} FROM ${body})`, header);
}

/** Undefined for a file without a line. */
async function readFirstLine(database: Database, file: SourceFile): Promise<string | undefined> {
  // Not strictly: a quoted cell further down may hold another kind of line end than the file's own.
  const [row] = await database.all(`SELECT line FROM read_csv(${literal(file.path)}, ${LINES}, strict_mode = false) LIMIT 1`);
  if (row === undefined) return undefined;
  return ((row['line'] as string | null) ?? '').replace(/\r$/, '');
}

/** The likeliest separator of a header line, tab for `.tsv`. */
function detectSeparator(file: SourceFile, line: string): string {
  if (file.extension === '.tsv') return '\t';
  const counted = [',', ';', '\t', '|'].map((separator) => ({ separator, columns: splitHeader(line, separator).length }));
  return counted.reduce((best, candidate) => (candidate.columns > best.columns ? candidate : best)).separator;
}

/** One line of RFC 4180 text. */
function splitHeader(line: string, separator: string): string[] {
  const cells: string[] = [''];
  let quoted = false;
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index] as string;
    const last = cells.length - 1;
    if (character === '"' && quoted && line[index + 1] === '"') {
      cells[last] += '"';
      index += 1;
    } else if (character === '"') quoted = !quoted;
    else if (character === separator && !quoted) cells.push('');
    else cells[last] += character;
  }
  return cells;
}

function assertHeader(file: SourceFile, header: readonly string[]): void {
  const repeated = header.find((name, index) => header.indexOf(name) !== index);
  if (header.length > 0 && !header.includes('') && repeated === undefined) return;
  const problem = repeated === undefined || repeated === '' ? 'a column without a name' : `two columns named "${repeated}"`;
  throw new KpiError('invalid-argument', `${file.path}: the header has ${problem}.`, {
    expected: 'a first line with the names of the columns, or "files": {"header": […]} in the mapping',
  });
}

/** Cells put together so that different rows give different text: a null differs from an empty cell. */
function joined(cells: readonly string[]): string {
  return `concat_ws(chr(31), ${cells.map((cell) => `coalesce(${cell}, chr(30))`).join(', ')})`;
}

import { type FieldKind, MAX_ID_LENGTH, MAX_QUANTITY, MINUTE_DECIMALS, type ResolvedField, TOKEN_DECIMALS } from '@pack324a/core';
import { FIELD_TYPES } from '../sql/schema.ts';
import { literal } from '../sql/text.ts';
import type { RawClass } from './relation.ts';

/**
 * The readings of `core/readings` as SQL over a whole column: a value, and why there is none. The two are held together by a
 * test that reads the same hostile values both ways.
 */
export interface FieldSql {
  /** Intermediate columns `[alias, sql over the raw value]`, evaluated before `issue` and `value`. */
  readonly parts: readonly (readonly [alias: string, sql: string])[];
  /** Null where the value can be read. */
  readonly issue: string;
  /** The value where `issue` is null; may be anything elsewhere. */
  readonly value: string;
}

/** @param raw the alias of the raw value; other aliases are built upon it */
export function fieldSql(kind: FieldKind, rawClass: RawClass, raw: string, mapping: ResolvedField['mapping']): FieldSql {
  const type = `${raw}_k`;
  const text = `${raw}_t`;
  const parts: (readonly [string, string])[] = [
    [type, kindOf(rawClass, raw)],
    [text, textOf(rawClass, raw)],
  ];
  const isCell = rawClass === 'cell';
  const absent = `WHEN ${type} IN ('missing', 'null') THEN ${type}`;
  switch (kind) {
    case 'text':
      return { parts, issue: `CASE ${absent} WHEN ${type} NOT IN ('text', 'cell') THEN 'notText' END`, value: text };
    case 'flag': {
      const bool = isCell ? `lower(${text}) IN ('true', 'false')` : `${type} = 'boolean'`;
      return { parts, issue: `CASE ${absent} WHEN NOT (${bool}) THEN 'notBoolean' END`, value: `lower(${text}) = 'true'` };
    }
    case 'id':
      return { parts, issue: idIssue(type, text, absent, 'numbersAsText' in mapping && mapping.numbersAsText), value: text };
    case 'instant':
      return instantSql(parts, rawClass, raw, mapping);
    default:
      return quantitySql(parts, kind, raw);
  }
}

/** What a raw value is: missing, null, text, cell, number, boolean, timestamp or object. */
function kindOf(rawClass: RawClass, raw: string): string {
  if (rawClass === 'cell') return `CASE WHEN ${raw} IS NULL OR ${raw} = '' THEN 'missing' ELSE 'cell' END`;
  if (rawClass === 'json') {
    return `CASE coalesce(json_type(${raw}), 'missing') WHEN 'missing' THEN 'missing' WHEN 'NULL' THEN 'null' WHEN 'VARCHAR' THEN 'text'
      WHEN 'BOOLEAN' THEN 'boolean' WHEN 'OBJECT' THEN 'object' WHEN 'ARRAY' THEN 'object' ELSE 'number' END`;
  }
  return `CASE WHEN ${raw} IS NULL THEN 'null' ELSE ${literal(kindOfColumn(rawClass.column))} END`;
}

function kindOfColumn(type: string): string {
  if (type === 'VARCHAR') return 'text';
  if (type === 'BOOLEAN') return 'boolean';
  return /^(DATE|TIMESTAMP)/.test(type) ? 'timestamp' : 'number';
}

function textOf(rawClass: RawClass, raw: string): string {
  if (rawClass === 'json') return `${raw} ->> '$'`;
  return rawClass === 'cell' ? raw : `CAST(${raw} AS VARCHAR)`;
}

function idIssue(type: string, text: string, absent: string, numbersAsText: boolean): string {
  const readable = numbersAsText ? `'text', 'cell', 'number'` : `'text', 'cell'`;
  return `CASE ${absent} WHEN ${type} NOT IN (${readable}) THEN 'notText' WHEN ${text} = '' THEN 'empty'
    WHEN length(${text}) > ${MAX_ID_LENGTH} THEN 'tooLong' WHEN contains(${text}, '/') THEN 'slash' END`;
}

const DECIMALS = { tokens: TOKEN_DECIMALS, minutes: MINUTE_DECIMALS } as const;

/** Through its shortest decimal text, a number is rounded half up as it was written, not as a binary fraction. */
function quantitySql(parts: FieldSql['parts'], kind: 'tokens' | 'minutes', raw: string): FieldSql {
  const type = `${raw}_k`;
  const text = `${raw}_t`;
  const number = `CASE WHEN ${type} IN ('number', 'cell') AND NOT contains(${text}, '_') THEN TRY_CAST(${text} AS DOUBLE) END`;
  const value = `${raw}_d`;
  const issue = `CASE ${type} WHEN 'missing' THEN 'missing' WHEN 'null' THEN 'null' WHEN 'text' THEN 'text'
    WHEN 'number' THEN ${numberIssue(value, kind, `'Infinity'`)} WHEN 'cell' THEN ${numberIssue(value, kind, `'text'`)} ELSE 'notNumeric' END`;
  return {
    parts: [...parts, [value, number]],
    issue,
    // The cast takes the number's own text, which is its shortest decimal form. DuckDB 1.5 rounds 6e-08 up to 0.000001 when it
    // casts it to six decimals: what is less than half of the last decimal is 0 without asking it.
    value: `CASE WHEN abs(${value}) < 5e-${DECIMALS[kind] + 1} THEN 0 ELSE TRY_CAST(CAST(${value} AS VARCHAR) AS ${FIELD_TYPES[kind]}) END`,
  };
}

function numberIssue(value: string, kind: 'tokens' | 'minutes', unreadable: string): string {
  const negative = kind === 'minutes' ? ` WHEN ${value} < 0 THEN 'negative'` : '';
  return `CASE WHEN ${value} IS NULL THEN ${unreadable} WHEN isnan(${value}) THEN 'NaN' WHEN isinf(${value}) THEN 'Infinity'
    WHEN abs(${value}) > ${MAX_QUANTITY} THEN 'tooLarge'${negative} END`;
}

const ISO_SHAPE = String.raw`\d{4}-\d{2}-\d{2}([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)?)?`;
const WITHOUT_SECONDS = String.raw`^(.{10}[T ]\d{2}:\d{2})(Z|[+-].*)?$`;
/** Years 1 to 9999, as in `readInstant`. */
const IN_CALENDAR = `BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999'`;

function instantSql(parts: FieldSql['parts'], rawClass: RawClass, raw: string, mapping: ResolvedField['mapping']): FieldSql {
  const instant = `${raw}_i`;
  const found = instantValue(rawClass, raw, mapping);
  return {
    parts: [...parts, [instant, found]],
    issue: `CASE WHEN ${raw}_k IN ('missing', 'null') THEN ${raw}_k WHEN ${instant} IS NULL OR NOT (${instant} ${IN_CALENDAR}) THEN 'unreadable' END`,
    value: instant,
  };
}

function instantValue(rawClass: RawClass, raw: string, mapping: ResolvedField['mapping']): string {
  const type = `${raw}_k`;
  const text = `${raw}_t`;
  if (typeof rawClass === 'object' && kindOfColumn(rawClass.column) === 'timestamp') return timestampSql(rawClass.column, raw);
  if ('format' in mapping)
    return `CASE WHEN ${type} IN ('text', 'cell', 'number') THEN CAST(try_strptime(${text}, ${literal(mapping.format)}) AS TIMESTAMP) END`;
  const encoding = 'encoding' in mapping ? mapping.encoding : 'auto';
  const branches: string[] = [];
  if (encoding === 'auto' || encoding === 'epochMillis') {
    branches.push(
      `WHEN ${type} = 'number' OR (${type} = 'cell' AND substr(${text}, 5, 1) <> '-' AND regexp_full_match(${text}, '-?\\d+(\\.\\d+)?')) THEN ${millisSql(`TRY_CAST(${text} AS DOUBLE)`)}`,
    );
  }
  if (encoding === 'auto' || encoding === 'iso') branches.push(`WHEN ${type} IN ('text', 'cell') THEN ${isoSql(text)}`);
  if (rawClass === 'json' && (encoding === 'auto' || encoding === 'timestamp'))
    branches.push(`WHEN ${type} = 'object' THEN ${partsSql(raw)}`);
  if (branches.length === 0) return 'CAST(NULL AS TIMESTAMP)';
  return `CASE ${branches.join(' ')} END`;
}

/** Nanoseconds are cut off downwards, so that nothing moves into the next hour. */
function timestampSql(column: string, raw: string): string {
  if (column === 'TIMESTAMP WITH TIME ZONE') return `${raw} AT TIME ZONE 'UTC'`;
  if (column === 'TIMESTAMP_NS') {
    const nanos = `epoch_ns(${raw})`;
    return `CASE WHEN isfinite(${raw}) THEN make_timestamp(${nanos} // 1000 - CASE WHEN ${nanos} % 1000 < 0 THEN 1 ELSE 0 END) END`;
  }
  // A date may lie beyond what a timestamp can hold.
  return `TRY_CAST(${raw} AS TIMESTAMP)`;
}

function millisSql(millis: string): string {
  const micros = `CAST(floor(${millis}) AS BIGINT) * 1000 + CAST(least(999, floor((${millis} - floor(${millis})) * 1000)) AS BIGINT)`;
  return `CASE WHEN abs(${millis}) <= 253402300800000 THEN make_timestamp(${micros}) END`;
}

function isoSql(text: string): string {
  // Most texts have their seconds, a colon in the 17th place, and are spared the pattern.
  const complete = `CASE WHEN substr(${text}, 17, 1) = ':' THEN ${text} ELSE regexp_replace(${text}, ${literal(WITHOUT_SECONDS)}, '\\1:00\\2') END`;
  return `CASE WHEN regexp_full_match(${text}, ${literal(ISO_SHAPE)}) THEN CAST(TRY_CAST(${complete} AS TIMESTAMPTZ) AS TIMESTAMP) END`;
}

/** `{_seconds, _nanoseconds}` or `{seconds, nanoseconds}`; of two names the first that is not null decides, as in `readInstant`. */
function partsSql(raw: string): string {
  const text = (name: string): string => `(${raw} ->> '/${name}')`;
  const double = (name: string): string => `TRY_CAST(${text(name)} AS DOUBLE)`;
  const whole = (name: string): string => `CASE json_type(${raw}, '/${name}') WHEN 'BIGINT' THEN TRY_CAST(${text(name)} AS BIGINT)
    WHEN 'UBIGINT' THEN TRY_CAST(${text(name)} AS BIGINT)
    WHEN 'DOUBLE' THEN CASE WHEN ${double(name)} = floor(${double(name)}) THEN TRY_CAST(${double(name)} AS BIGINT) END END`;
  const given = (name: string): string => `${text(name)} IS NOT NULL`;
  const seconds = `CASE WHEN ${given('_seconds')} THEN ${whole('_seconds')} ELSE ${whole('seconds')} END`;
  const nanoseconds = `CASE WHEN ${given('_nanoseconds')} THEN ${whole('_nanoseconds')} WHEN ${given('nanoseconds')} THEN ${whole('nanoseconds')} ELSE 0 END`;
  return `CASE WHEN ${seconds} BETWEEN -62135596800 AND 253402300799 AND ${nanoseconds} BETWEEN 0 AND 999999999
    THEN make_timestamp(${seconds} * 1000000 + ${nanoseconds} // 1000) END`;
}

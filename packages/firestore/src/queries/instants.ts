import { MS_PER_DAY, toIso } from '@pack324a/core';
import { type Filter, FirestoreTime, type Scalar } from '../gateway.ts';
import { type MappedSource, pathOf } from './fields.ts';

/** Instants outside the years 1 to 9999 are not believed. */
const EARLIEST_MS = -62_135_596_800_000;
const LATEST_EXCLUSIVE_MS = 253_402_300_800_000;
const MS_PER_MINUTE = 60_000;
/** ISO texts begin with a digit; this comes after all of them. */
const AFTER_ISO_TEXTS = ':';

/** Epoch milliseconds; without an end, everything from the start on. */
export interface Span {
  readonly startMs: number;
  readonly endExclusiveMs?: number;
}

/**
 * Filters for the rows whose instant lies in a span; undefined where the source has no such field.
 *
 * Timestamps and epoch milliseconds are compared exactly. ISO texts are compared as texts, so they have to be UTC: `Z`, or no
 * zone, which is read as UTC. Hours and days then get the right ones whatever stands behind the minute: with or without seconds,
 * with any number of decimals. A text with an offset belongs where its digits say, and one that divides date and time by a space
 * belongs to its day but to the first hour of it. Texts that are no instants are left out where rows are read; where the database
 * only counts, nobody looks at them.
 * @throws RangeError when a span of ISO texts does not begin and end on a whole minute
 */
export function instantFilters(source: MappedSource, field: string, span: Span): Filter[] | undefined {
  const path = pathOf(source, field);
  const mapping = source.fields[field]?.mapping;
  if (path === undefined || mapping === undefined || !('encoding' in mapping)) return undefined;
  const [from, before] = boundsOf(mapping.encoding, span);
  const start: Filter = { path, operator: '>=', value: from };
  return before === undefined ? [start] : [start, { path, operator: '<', value: before }];
}

/** Filters for the rows that have any instant at all. */
export function anyInstantFilters(source: MappedSource, field: string): Filter[] | undefined {
  return instantFilters(source, field, { startMs: EARLIEST_MS });
}

function boundsOf(encoding: string, { startMs, endExclusiveMs }: Span): [from: Scalar, before: Scalar | undefined] {
  if (encoding === 'epochMillis') return [startMs, endExclusiveMs ?? LATEST_EXCLUSIVE_MS];
  if (encoding === 'iso') return [isoBound(startMs), endExclusiveMs === undefined ? AFTER_ISO_TEXTS : isoBound(endExclusiveMs)];
  return [FirestoreTime.fromMillis(startMs), endExclusiveMs === undefined ? undefined : FirestoreTime.fromMillis(endExclusiveMs)];
}

/** The text that comes before all texts of a minute and after those of the minute before; that of midnight is the date alone. */
function isoBound(epochMs: number): string {
  if (epochMs % MS_PER_MINUTE !== 0) throw new RangeError('a span of ISO texts begins and ends on whole minutes');
  return toIso(epochMs).slice(0, epochMs % MS_PER_DAY === 0 ? 'YYYY-MM-DD'.length : 'YYYY-MM-DDTHH:mm'.length);
}

import { dayWindow, parseUtcDate, startOfDayMs, type UtcDate } from '@pack324a/core';
import type { DocumentQuery, Order } from '../gateway.ts';
import { type MappedSource, pathOf } from './fields.ts';
import { instantFilters } from './instants.ts';

/** Instants before the calendar begins are not believed. */
const CALENDAR_START_MS = startOfDayMs(parseUtcDate('0001-01-01'));
/** Texts that sort among ISO texts need not be any; so many are looked at from either end. Values of other types need no second look. */
const TEXTS_LOOKED_AT = 10;

/** The first or the last rows of a source up to a day, with their times; undefined where it has none. */
export function outermostRowsQuery(source: MappedSource, lastDay: UtcDate, direction: Order['direction']): DocumentQuery | undefined {
  const { endExclusiveMs } = dayWindow(lastDay);
  const path = pathOf(source, 'createdAt');
  const where = instantFilters(source, 'createdAt', { startMs: CALENDAR_START_MS, endExclusiveMs });
  if (path === undefined || where === undefined) return undefined;
  const limit = where.some(({ value }) => typeof value === 'string') ? TEXTS_LOOKED_AT : 1;
  return { collection: source.collection, where, select: [path], orderBy: [{ path, direction }], limit };
}

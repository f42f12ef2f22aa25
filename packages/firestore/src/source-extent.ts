import { type DateRange, mapLimited, SOURCE_NAMES, type UtcDate, utcDateOf } from '@pack324a/core';
import type { Access } from './access.ts';
import type { Order } from './gateway.ts';
import { outermostRowsQuery } from './queries/extent.ts';
import { type MappedSource, type MappedSources, sourceOf } from './queries/fields.ts';

/** Queries that are under way at the same time. */
const QUERIES_AT_ONCE = 8;
const MICROS_PER_MS = 1000n;

/**
 * The days of the first and the last source row up to a day, sign-ups aside; undefined without rows. Reads two documents of each
 * collection, twenty where instants are texts.
 */
export async function sourceExtent(access: Access, sources: MappedSources, lastDay: UtcDate): Promise<DateRange | undefined> {
  const dates = await outermostDates(access, sources, lastDay, ['asc', 'desc']);
  const [from] = dates;
  const to = dates.at(-1);
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** The day of the first source row up to a day, sign-ups aside; undefined without rows. Reads half of what both ends take. */
export async function firstSourceDay(access: Access, sources: MappedSources, lastDay: UtcDate): Promise<UtcDate | undefined> {
  const [first] = await outermostDates(access, sources, lastDay, ['asc']);
  return first;
}

/** The days at those ends of each source, in the order of the calendar. */
async function outermostDates(
  access: Access,
  sources: MappedSources,
  lastDay: UtcDate,
  directions: readonly Order['direction'][],
): Promise<readonly UtcDate[]> {
  const ends = SOURCE_NAMES.filter((name) => name !== 'users').flatMap((name) =>
    directions.map((direction) => ({ source: sourceOf(sources, name), direction })),
  );
  const found = await mapLimited(ends, QUERIES_AT_ONCE, ({ source, direction }) => dateAtEnd(access, source, lastDay, direction));
  return found.filter((date) => date !== undefined).sort();
}

async function dateAtEnd(
  access: Access,
  source: MappedSource,
  lastDay: UtcDate,
  direction: Order['direction'],
): Promise<UtcDate | undefined> {
  const query = outermostRowsQuery(source, lastDay, direction);
  const lookup = source.lookups.get('createdAt');
  if (query === undefined || lookup === undefined) return undefined;
  for (const { data } of await access.documents(query)) {
    const micros = lookup(data);
    if (typeof micros === 'bigint') return utcDateOf(Number(floorToMs(micros)));
  }
  return undefined;
}

function floorToMs(micros: bigint): bigint {
  const ms = micros / MICROS_PER_MS;
  return micros < ms * MICROS_PER_MS ? ms - 1n : ms;
}

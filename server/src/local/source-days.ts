import { type DateRange, daysBetween, KpiError, SOURCE_NAMES, type UtcDate } from '@pack324a/core';
import type { Session } from './session.ts';

/** A wider range is more likely a wrong timestamp than a long history. */
const MAX_DAYS_UNASKED = 3_660;

/**
 * The days from the first to the last source row, up to today. Sign-ups alone do not make a day: they may reach back far
 * beyond everything else.
 * @throws KpiError `failed-precondition` without rows, or when the rows lie so far apart that the range should be named
 */
export async function sourceDays(session: Session): Promise<DateRange> {
  const range = await sourceExtent(session);
  if (range === undefined) {
    throw new KpiError('failed-precondition', 'No source has a row with a readable time; there is nothing to aggregate.', {
      hint: 'Import data first: kpi import --help',
    });
  }
  assertMeant(range);
  return range;
}

/** The same however far apart the rows lie; undefined without rows. */
export async function sourceExtent({ database, today }: Session): Promise<DateRange | undefined> {
  const parts: string[] = [];
  for (const source of SOURCE_NAMES) {
    if (source === 'users') continue;
    if (await database.hasTable('source', source))
      parts.push(`SELECT min("createdAt") AS a, max("createdAt") AS b FROM source."${source}" WHERE "createdAt" < DATE '${today}' + 1`);
  }
  const [row] =
    parts.length === 0
      ? []
      : await database.all(
          `SELECT strftime(min(a), '%Y-%m-%d') AS a, strftime(max(b), '%Y-%m-%d') AS b FROM (${parts.join(' UNION ALL ')})`,
        );
  const from = row?.['a'] as UtcDate | null | undefined;
  const last = row?.['b'] as UtcDate | null | undefined;
  if (from === undefined || from === null || last === undefined || last === null) return undefined;
  // A platform that had rows yesterday is running: its figures go on to today, even before the first row of the day.
  return { from, to: daysBetween(last, today) <= 1 ? today : last };
}

/**
 * Refuses a range that nobody named and that is too wide to be meant.
 * @throws KpiError `failed-precondition`
 */
export function assertMeant({ from, to }: DateRange): void {
  const days = daysBetween(from, to) + 1;
  if (days <= MAX_DAYS_UNASKED) return;
  throw new KpiError('failed-precondition', `The source rows reach from ${from} to ${to}, ${days} days.`, {
    hint: 'If that is right, name the range: kpi aggregate --from <day> --to <day>',
  });
}

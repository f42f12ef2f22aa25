import { dayWindow, hourWindow, MS_PER_DAY, toIso, type UtcDate, type UtcHour } from '../calendar/utc.ts';
import type { Catalogue, DocumentField, FlowId, KpiDocumentCollection, Measure } from '../catalogue/model.ts';
import { groszeToNumber, minutesToNumber, plnGrosze, tokensToNumber } from '../money/tokens.ts';
import type { CreatorFigures, WindowTally } from '../slices/tally.ts';
import { type DayCapture, finishDayActiveUsers, finishDaySoFar, finishHourActiveUsers, type UserObservation } from './active-users.ts';
import { provenanceOf, type Stamp } from './provenance.ts';
import type {
  CreatorDayPack,
  CreatorKpiDaily,
  KpiDocuments,
  PlatformKpiDaily,
  PlatformKpiHourly,
  Provenance,
  SafetyKpiDaily,
} from './types.ts';

/** Users' figures taken later than this after a day's end no longer describe that day (`verifiedUsersTotal` is null then). */
export const SNAPSHOT_GRACE_MS = MS_PER_DAY;

/** Whether users as they are at an instant still describe a day. */
export function describesDay(date: UtcDate, nowMs: number): boolean {
  return nowMs <= dayWindow(date).endExclusiveMs + SNAPSHOT_GRACE_MS;
}

export interface PlatformDayInput {
  readonly date: UtcDate;
  readonly tally: WindowTally;
  readonly users: UserObservation;
  readonly captures: readonly DayCapture[];
  readonly previous: PlatformKpiDaily | undefined;
}

/** The document `platformKpiDaily/{date}`. */
export function finishPlatformDaily(catalogue: Catalogue, input: PlatformDayInput, stamp: Stamp): PlatformKpiDaily {
  const window = dayWindow(input.date);
  const { previous } = input;
  const activeUsers = finishDayActiveUsers(window, input.users, input.captures, previous?.provenance, stamp);
  const snapshot = userSnapshot(input, stamp);
  const fields = figures(catalogue, 'platformKpiDaily', valuesOf(input.tally), {
    date: input.date,
    activeUsers: activeUsers.lower,
    verifiedUsersTotal: snapshot.verifiedUsersTotal,
  });
  return {
    ...fields,
    ...(snapshot.verifiedUsers === undefined ? {} : { verifiedUsers: snapshot.verifiedUsers }),
    ...times(previous, stamp),
    provenance: {
      ...provenanceOf(catalogue, 'platform', window, input.tally, stamp),
      activeUsers,
      usersCountedAt: snapshot.usersCountedAt,
    },
  } as PlatformKpiDaily;
}

/**
 * Figures about users as they were are kept by later aggregations. Only ones that were first counted too late to describe the
 * day are counted anew, and only when a person asks for it: a backfill with a mended mapping is what that is for.
 */
function userSnapshot(
  { date, previous, users }: PlatformDayInput,
  stamp: Stamp,
): { verifiedUsers?: number; verifiedUsersTotal: number | null; usersCountedAt: string } {
  const countedAt = previous?.provenance.usersCountedAt;
  const latest = toIso(dayWindow(date).endExclusiveMs + SNAPSHOT_GRACE_MS);
  const asked = stamp.trigger === 'manual' || stamp.trigger === 'backfill';
  if (previous?.provenance.complete === true && countedAt !== undefined && (countedAt <= latest || !asked)) {
    return { verifiedUsers: previous.verifiedUsers, verifiedUsersTotal: previous.verifiedUsersTotal, usersCountedAt: countedAt };
  }
  return { verifiedUsersTotal: describesDay(date, stamp.nowMs) ? users.verifiedTotal : null, usersCountedAt: toIso(stamp.nowMs) };
}

export interface PlatformHourInput {
  readonly hour: UtcHour;
  readonly tally: WindowTally;
  /** Users active in the hour, and since it began. */
  readonly users: UserObservation;
  /** Users active from 00:00 UTC to the end of the hour, and since 00:00 UTC. */
  readonly dayUsers: UserObservation;
  readonly previous: PlatformKpiHourly | undefined;
}

/** The document `platformKpiHourly/{date_HH}`. */
export function finishPlatformHourly(catalogue: Catalogue, input: PlatformHourInput, stamp: Stamp): PlatformKpiHourly {
  const window = hourWindow(input.hour);
  const { previous } = input;
  const activeUsers = finishHourActiveUsers(window, input.users, previous?.provenance.activeUsers, previous?.provenance.complete, stamp);
  const dayActiveUsers = finishDaySoFar(window, input.dayUsers, previous?.provenance.dayActiveUsers, previous?.provenance.complete, stamp);
  const fields = figures(catalogue, 'platformKpiHourly', valuesOf(input.tally), {
    date: input.hour.date,
    hour: input.hour.hour,
    activeUsers: activeUsers.lower,
    dayActiveUsers: dayActiveUsers.lower,
  });
  return {
    ...fields,
    ...times(previous, stamp),
    provenance: { ...provenanceOf(catalogue, 'platform', window, input.tally, stamp), activeUsers, dayActiveUsers },
  } as unknown as PlatformKpiHourly;
}

/** The document `safetyKpiDaily/{date}`. */
export function finishSafetyDaily(
  catalogue: Catalogue,
  date: UtcDate,
  tally: WindowTally,
  previous: SafetyKpiDaily | undefined,
  stamp: Stamp,
): SafetyKpiDaily {
  return {
    ...figures(catalogue, 'safetyKpiDaily', valuesOf(tally), { date }),
    ...times(previous, stamp),
    provenance: provenanceOf(catalogue, 'safety', dayWindow(date), tally, stamp),
  } as SafetyKpiDaily;
}

/** What the creators' documents of one day share: `kpiPacks/creatorKpiDaily_{date}`. */
export function finishCreatorPack(
  catalogue: Catalogue,
  date: UtcDate,
  tally: WindowTally,
  totals: { readonly creators: number; readonly microTokens: bigint },
  previous: CreatorDayPack | undefined,
  stamp: Stamp,
): CreatorDayPack {
  return {
    date,
    creators: totals.creators,
    totalEarnedTokens: tokensToNumber(totals.microTokens),
    ...times(previous, stamp),
    provenance: provenanceOf(catalogue, 'creators', dayWindow(date), tally, stamp),
  };
}

/** The document `creatorKpiDaily/{userId}_{date}`. */
export function finishCreatorDaily(
  catalogue: Catalogue,
  date: UtcDate,
  creator: CreatorFigures,
  shared: Provenance,
  previousCreatedAt: string | undefined,
  stamp: Stamp,
): CreatorKpiDaily {
  return {
    ...figures(catalogue, 'creatorKpiDaily', creator.values, { date, userId: creator.userId }),
    createdAt: previousCreatedAt ?? toIso(stamp.nowMs),
    updatedAt: toIso(stamp.nowMs),
    provenance: creatorProvenance(shared, creator.rows),
  } as CreatorKpiDaily;
}

/** The document of a creator who did nothing on a day that has been aggregated: zeros, and the day's own times. */
export function emptyCreatorDaily(catalogue: Catalogue, date: UtcDate, userId: string, pack: CreatorDayPack): CreatorKpiDaily {
  return {
    ...figures(catalogue, 'creatorKpiDaily', new Map(), { date, userId }),
    createdAt: pack.createdAt,
    updatedAt: pack.updatedAt,
    provenance: creatorProvenance(pack.provenance, new Map()),
  } as CreatorKpiDaily;
}

/** A creator's own provenance: what the day's creators share, and the rows behind this one. */
export function creatorProvenance(shared: Provenance, rows: ReadonlyMap<string, number>): Provenance {
  const entries = [...rows].filter(([, count]) => count > 0).sort(([left], [right]) => (left < right ? -1 : 1));
  return { ...shared, creatorRows: Object.fromEntries(entries) };
}

/** The published fields of a document, in the catalogue's order, from measure values and what is already known. */
function figures<C extends KpiDocumentCollection>(
  catalogue: Catalogue,
  collection: C,
  values: ReadonlyMap<string, bigint>,
  known: Readonly<Record<string, string | number | null>>,
): Partial<KpiDocuments[C]> {
  const result: Record<string, unknown> = {};
  const exact = new Map<string, bigint>();
  for (const field of catalogue.documents[collection].fields) {
    const { origin } = field;
    if (field.name in known) {
      result[field.name] = known[field.name];
    } else if ('measures' in origin) {
      const entries = Object.entries<Measure>(origin.measures);
      result[field.name] = Object.fromEntries(entries.map(([name, measure]) => [name, tokensToNumber(values.get(measure.id) ?? 0n)]));
    } else {
      const units = unitsOf(field, values, exact);
      exact.set(field.name, units);
      result[field.name] = published(field.type, units);
    }
  }
  return result as Partial<KpiDocuments[C]>;
}

/** A field's exact value: micro-tokens, grosze, minutes in their unit, or a count. */
function unitsOf(field: DocumentField, values: ReadonlyMap<string, bigint>, earlier: ReadonlyMap<string, bigint>): bigint {
  const { origin } = field;
  if ('measure' in origin) return values.get(origin.measure.id) ?? 0n;
  if ('sumOf' in origin) return origin.sumOf.reduce((sum, name) => sum + (earlier.get(name) ?? 0n), 0n);
  if ('plnOf' in origin) return plnGrosze(earlier.get(origin.plnOf) ?? 0n);
  throw new RangeError(`${field.name} has to be known beforehand`);
}

function published(type: DocumentField['type'], units: bigint): number {
  if (type === 'tokens') return tokensToNumber(units);
  if (type === 'minutes') return minutesToNumber(units);
  if (type === 'pln') return groszeToNumber(units);
  return Number(units);
}

/** All measure values of a tally; a measure belongs to one flow, so nothing collides. */
function valuesOf(tally: WindowTally): Map<string, bigint> {
  const values = new Map<string, bigint>();
  for (const source of tally.values()) {
    for (const flow of source.flows.values() as Iterable<{ values: ReadonlyMap<string, bigint> }>) {
      for (const [id, value] of flow.values) values.set(id, value);
    }
  }
  return values;
}

function times(previous: { readonly createdAt: string } | undefined, stamp: Stamp): { createdAt: string; updatedAt: string } {
  const now = toIso(stamp.nowMs);
  return { createdAt: previous?.createdAt ?? now, updatedAt: now };
}

/** The flows that are counted per creator. */
export function groupedFlows(catalogue: Catalogue): ReadonlySet<FlowId> {
  return new Set(
    Object.values(catalogue.flows)
      .filter((flow) => flow.groupBy !== undefined)
      .map((flow) => flow.id),
  );
}

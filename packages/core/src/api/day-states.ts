import { type UtcDate, utcDateOf } from '../calendar/utc.ts';
import type { SectionId } from '../catalogue/model.ts';
import { oldestKept } from '../jobs/cleanup.ts';
import type { RunRecord } from '../ports.ts';
import type { ApiContext } from './context.ts';
import { hasFailedSince, latestFailedRuns } from './failures.ts';
import type { Aged } from './freshness.ts';
import type { DayState } from './trend-shapes.ts';

type StateContext = Pick<ApiContext, 'store' | 'config' | 'clock' | 'firstDay' | 'lastDay'>;

/** One day of a section, and what is stored of it. */
export interface FoundDay {
  readonly section: SectionId;
  readonly date: UtcDate;
  readonly found: Aged | undefined;
}

/** What is asked of the store and the sources only where some day has no final figures. */
interface Circumstances {
  /** The days that the sources tell of, as far as anybody knows. */
  readonly firstDay: UtcDate | undefined;
  readonly lastDay: UtcDate | undefined;
  readonly failed: readonly RunRecord[];
}

/** How days stand, in the order given, and why those without final figures have none. */
export async function dayStatesOf(context: StateContext, days: readonly FoundDay[]): Promise<DayState[]> {
  const { config, clock } = context;
  const today = utcDateOf(clock());
  const oldest = oldestKept(today, config.retention.dailyDays);
  let circumstances: Circumstances | undefined;
  const states: DayState[] = [];
  for (const day of days) {
    const state = stateOf(day, today);
    if (state === 'stored' || state === 'running') states.push({ state, reason: null });
    else if (oldest !== null && day.date < oldest) states.push({ state, reason: 'too-old' });
    else {
      circumstances ??= await circumstancesOf(context);
      states.push({ state, reason: reasonOf(day, circumstances) });
    }
  }
  return states;
}

async function circumstancesOf({ store, firstDay, lastDay }: StateContext): Promise<Circumstances> {
  const [first, last, failed] = await Promise.all([firstDay?.(), lastDay?.(), latestFailedRuns(store)]);
  return { firstDay: first, lastDay: last, failed };
}

function stateOf({ date, found }: FoundDay, today: UtcDate): DayState['state'] {
  if (found === undefined) return 'missing';
  if (date === today) return 'running';
  return found.provenance.complete ? 'stored' : 'unfinished';
}

function reasonOf({ section, date, found }: FoundDay, { firstDay, lastDay, failed }: Circumstances): DayState['reason'] {
  if (found === undefined && firstDay !== undefined && date < firstDay) return 'before-data';
  if (lastDay !== undefined && date > lastDay) return 'after-data';
  return hasFailedSince(failed, section, date, found?.updatedAt) ? 'failed' : 'not-aggregated';
}

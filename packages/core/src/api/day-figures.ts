import { hourWindow, type UtcDate, utcDateOf } from '../calendar/utc.ts';
import { SECTION_IDS } from '../catalogue/flows.ts';
import type { SectionId } from '../catalogue/model.ts';
import { emptyCreatorDaily } from '../documents/finish.ts';
import { creatorDocumentId, creatorPackId } from '../documents/ids.ts';
import type { CreatorKpiDaily, PlatformKpiDaily, PlatformKpiHourly, SafetyKpiDaily } from '../documents/types.ts';
import { KpiError, messageOf } from '../errors.ts';
import { oldestKept } from '../jobs/cleanup.ts';
import { assertNotPaused } from '../jobs/context.ts';
import { dayLeaseId, releaseQuietly } from '../jobs/day-lease.ts';
import type { RunRecord } from '../ports.ts';
import type { ApiContext, Notify } from './context.ts';
import { Flights } from './flights.ts';
import { type Aged, assertGenerable, isDayStale, staleHours } from './freshness.ts';

/** Longer than a call may take; whoever died holding a lease blocks the day no longer than this. */
const LEASE_MS = 10 * 60_000;
/** How often somebody who waits for another's aggregation looks whether it is done. */
const POLL_MS = 250;
/** A section that has just failed is not tried again at every request. */
const RETRY_AFTER_MS = 30_000;

type Section = SectionId | 'hourly';

interface Target {
  readonly section: Section;
  /** How the figures are called in a message. */
  readonly what: string;
  readonly date: UtcDate;
  readonly retentionDays: number | null;
}

/** What is needed of one day: how to find it, when it is good enough, how to make it. */
interface Wanted<T> extends Target {
  readonly find: () => Promise<T | undefined>;
  readonly isFresh: (found: T) => boolean;
  /** Undefined when it turns out to be made already. */
  readonly generate: (isMade: () => Promise<boolean>) => Promise<RunRecord | undefined>;
}

/**
 * The figures of single days: what is stored, made first where it is missing, and made anew where it describes a day that is
 * running or was never finished. Any number of requests for one day cause one aggregation: within an instance by sharing it,
 * between instances by a lease.
 */
export class DayFigures {
  readonly #context: ApiContext;
  readonly #flights = new Flights();
  /** Who wants to know how far the aggregation of a day has come. */
  readonly #listeners = new Map<UtcDate, Set<Notify>>();
  readonly #failures = new Map<string, { readonly untilMs: number; readonly run: string }>();

  constructor(context: ApiContext) {
    this.#context = context;
  }

  platform(date: UtcDate): Promise<PlatformKpiDaily> {
    return this.#daily('platform', 'platform', date, () => this.#context.store.get('platformKpiDaily', date));
  }

  safety(date: UtcDate): Promise<SafetyKpiDaily> {
    return this.#daily('safety', 'safety', date, () => this.#context.store.get('safetyKpiDaily', date));
  }

  /** A creator without a document on a day that has been aggregated did nothing that day: zeros. */
  creator(userId: string, date: UtcDate): Promise<CreatorKpiDaily> {
    return this.#daily('creators', 'creators’', date, () => this.#findCreator(userId, date));
  }

  async #findCreator(userId: string, date: UtcDate): Promise<CreatorKpiDaily | undefined> {
    const { store, catalogue } = this.#context;
    const document = await store.get('creatorKpiDaily', creatorDocumentId(userId, date));
    if (document !== undefined) return document;
    const pack = await store.get('kpiPacks', creatorPackId(date));
    return pack === undefined ? undefined : emptyCreatorDaily(catalogue, date, userId, pack);
  }

  #isFresh(found: Aged, date: UtcDate): boolean {
    return !isDayStale(found, date, this.#context.clock());
  }

  /** The hours of a day that have begun, in order. */
  async hours(date: UtcDate): Promise<PlatformKpiHourly[]> {
    const { store, clock, config, aggregateHours } = this.#context;
    const list = async (): Promise<PlatformKpiHourly[]> => {
      const documents = await store.listDays('platformKpiHourly', { from: date, to: date });
      // A clock that was put back leaves hours behind that have not begun.
      return documents.filter(({ hour }) => hourWindow({ date, hour }).startMs <= clock());
    };
    const wanted: Wanted<PlatformKpiHourly[]> = {
      section: 'hourly',
      what: 'hourly',
      date,
      retentionDays: config.retention.hourlyDays,
      find: async () => {
        const documents = await list();
        return documents.length === 0 ? undefined : documents;
      },
      isFresh: (documents) => staleHours(date, documents, clock()).length === 0,
      generate: async (isMade) => aggregateHours(staleHours(date, await list(), clock()), 'on-demand', isMade),
    };
    return this.#obtain(wanted, await wanted.find());
  }

  /**
   * Aggregates a day whether or not it has figures, once for all who ask before it begins.
   * @param notify told of each step of the aggregation
   * @throws KpiError `out-of-range` for a day older than the retention
   */
  async trigger(date: UtcDate, notify: Notify = () => undefined): Promise<RunRecord> {
    const listeners = this.#listeners.get(date) ?? new Set();
    this.#listeners.set(date, listeners.add(notify));
    try {
      return await this.#trigger(date);
    } finally {
      listeners.delete(notify);
      if (listeners.size === 0) this.#listeners.delete(date);
    }
  }

  async #trigger(date: UtcDate): Promise<RunRecord> {
    const { config } = this.#context;
    assertNotPaused(config);
    this.#assertGenerable(`${date} is too old to be aggregated.`, date, config.retention.dailyDays);
    for (const section of SECTION_IDS) this.#failures.delete(`${section} ${date}`);
    return this.#flights.joinNext(`trigger ${date}`, async () => {
      const lease = await this.#lease(leaseOf({ section: 'platform', date }));
      try {
        const run = await this.#context.aggregateDay(date, 'manual', undefined, (step) => {
          for (const notify of this.#listeners.get(date) ?? []) notify(step);
        });
        if (run === undefined) throw new RangeError(`${date} was not aggregated`);
        return run;
      } finally {
        await lease?.release();
      }
    });
  }

  /** What is stored and fresh is most of what is asked for, and goes without anything else being made ready. */
  async #daily<T extends Aged>(section: SectionId, what: string, date: UtcDate, find: () => Promise<T | undefined>): Promise<T> {
    const found = await find();
    if (found !== undefined && this.#isFresh(found, date)) return found;
    const { config, aggregateDay } = this.#context;
    const wanted: Wanted<T> = {
      section,
      what,
      date,
      retentionDays: config.retention.dailyDays,
      find,
      isFresh: (stored) => this.#isFresh(stored, date),
      generate: (isMade) => aggregateDay(date, 'on-demand', isMade),
    };
    return this.#obtain(wanted, found);
  }

  /** A stored document is always served: when it cannot be made anew, as it is. */
  async #obtain<T>(wanted: Wanted<T>, found: T | undefined): Promise<T> {
    const { config, log } = this.#context;
    if (found !== undefined && (wanted.isFresh(found) || config.paused || !this.#isGenerable(wanted))) return found;
    if (found === undefined) {
      const problem = `There are no ${wanted.what} figures of ${wanted.date}, and the day is too old to generate them.`;
      this.#assertGenerable(problem, wanted.date, wanted.retentionDays);
      assertNotPaused(config);
    }
    try {
      return await this.#make(wanted);
    } catch (error) {
      if (found === undefined) throw error;
      log({ level: 'warn', event: 'served-old-figures', section: wanted.section, date: wanted.date, error: messageOf(error) });
      return found;
    }
  }

  /** All sections of a day are made by one run, which may have begun for another section, or ended for one that was there already. */
  async #make<T>(wanted: Wanted<T>): Promise<T> {
    for (;;) {
      this.#assertNotJustFailed(wanted);
      const run = await this.#flights.join(leaseOf(wanted), () => this.#generate(wanted));
      const made = await wanted.find();
      if (made !== undefined && wanted.isFresh(made)) return made;
      this.#assertNotJustFailed(wanted);
      if (run?.outcome === 'abandoned') throw stoppedBefore(wanted.date);
      if (run !== undefined && made !== undefined) return made;
      if (run !== undefined) throw new RangeError(`the ${wanted.what} figures of ${wanted.date} were made and are gone again`);
    }
  }

  /** @returns the run that made the figures; undefined when somebody else has made them meanwhile */
  async #generate<T>(wanted: Wanted<T>): Promise<RunRecord | undefined> {
    const isMade = async (): Promise<boolean> => {
      const found = await wanted.find();
      return found !== undefined && wanted.isFresh(found);
    };
    const lease = await this.#lease(leaseOf(wanted), isMade);
    if (lease === undefined) return undefined;
    try {
      if (await isMade()) return undefined;
      const run = await wanted.generate(isMade);
      if (run !== undefined) this.#rememberFailures(wanted.date, run);
      return run;
    } finally {
      await lease.release();
    }
  }

  #rememberFailures(date: UtcDate, { id, sections }: RunRecord): void {
    const nowMs = this.#context.clock();
    for (const [key, { untilMs }] of this.#failures) if (untilMs <= nowMs) this.#failures.delete(key);
    for (const [section, { status }] of Object.entries(sections)) {
      if (status === 'failed') this.#failures.set(`${section} ${date}`, { untilMs: nowMs + RETRY_AFTER_MS, run: id });
    }
  }

  #assertNotJustFailed({ section, what, date }: Target): void {
    const failed = this.#failures.get(`${section} ${date}`);
    if (failed !== undefined && this.#context.clock() < failed.untilMs) throw notMade(what, date, failed.run);
  }

  /** Waits for the lease; ends without it when `isDone` says that there is nothing left to do. */
  async #lease(id: string, isDone?: () => Promise<boolean>): Promise<{ release(): Promise<void> } | undefined> {
    const { store, clock, sleep, newId } = this.#context;
    const holder = newId();
    for (;;) {
      const nowMs = clock();
      if (await store.acquireLease(id, { holder, nowMs, expiresAtMs: nowMs + LEASE_MS })) {
        return { release: () => releaseQuietly(this.#context, id, holder) };
      }
      await sleep(POLL_MS);
      if (await isDone?.()) return undefined;
    }
  }

  #isGenerable({ date, retentionDays }: Target): boolean {
    const oldest = oldestKept(utcDateOf(this.#context.clock()), retentionDays);
    return oldest === null || date >= oldest;
  }

  #assertGenerable(problem: string, date: UtcDate, retentionDays: number | null): void {
    const today = utcDateOf(this.#context.clock());
    assertGenerable(problem, date, oldestKept(today, retentionDays), today);
  }
}

/** What one aggregation makes, under one name. */
function leaseOf({ section, date }: Pick<Target, 'section' | 'date'>): string {
  return section === 'hourly' ? `hours_${date}` : dayLeaseId(date);
}

function notMade(what: string, date: UtcDate, run: string): KpiError {
  return new KpiError('internal', `The ${what} figures of ${date} could not be aggregated; the log has the details under ${run}.`, {
    reference: run,
    hint: 'kpi_getStatus lists what failed.',
  });
}

/** The answer to a request whose aggregation was abandoned because the host is stopping. */
export function stoppedBefore(date: UtcDate): KpiError {
  return new KpiError('unavailable', `The host is stopping; the figures of ${date} were not made.`, { hint: 'Ask again once it runs.' });
}

import { addDays, isoWeekday, MS_PER_DAY, MS_PER_HOUR, startOfDayMs, type UtcDate } from '@pack324a/core';
import { type CreatorProfile, drawCreator } from './creators.ts';
import { type Rng, rngOf, STREAM } from './random.ts';
import { drawMsOfDay, weekdayLevel } from './rhythm.ts';
import type { DemoParams } from './types.ts';

export interface DemoUser {
  readonly index: number;
  readonly id: string;
  readonly createdAtMs: number;
  /** When the user's identity was confirmed; null for those who never bother. */
  readonly verifiedAtMs: number | null;
  readonly staff: 'admin' | 'owner' | null;
  /** The chance to come back on an average day, 0..1. */
  readonly propensity: number;
  /** Days after the sign-up from which the user is hardly ever seen. */
  readonly lifetimeDays: number;
  /** Zero for those who never pay; 1 for small payers; a hundred and more for whales. */
  readonly generosity: number;
  readonly creator: CreatorProfile | null;
}

/** Share of the users that exist before the first day. */
const ALREADY_THERE = 0.4;
/** Those signed up within this many days before it. */
const PREHISTORY_DAYS = 240;
const CREATOR_SHARE = 0.06;
const PAYER_SHARE = 0.46;
/** Of those who were there before the first day more have stayed for good: the others had time to leave. */
const STAYS_FOR_GOOD = { alreadyThere: 0.8, newcomer: 0.32 } as const;
const STAFF = ['admin', 'owner'] as const;

/** Everyone who ever signs up, in order of sign-up. Grows as later days are asked for. */
export class Population {
  readonly firstDayMs: number;
  private readonly params: DemoParams;
  private readonly users: DemoUser[] = [];
  /** How many users there are at the end of day d. */
  private readonly countAtEnd: number[] = [];
  private weightSum = 0;
  private readonly usersPerWeight: number;

  constructor(params: DemoParams) {
    assertParams(params);
    this.params = params;
    this.firstDayMs = startOfDayMs(params.firstDate);
    let weightOfTelling = 0;
    for (let day = 0; day < params.days; day += 1) weightOfTelling += this.signUpWeight(day);
    const present = Math.max(STAFF.length, Math.round(params.users * ALREADY_THERE));
    this.usersPerWeight = Math.max(0, params.users - present) / weightOfTelling;
    const rng = rngOf(params.seed, STREAM.signUps, 0, 1);
    const ages = Array.from({ length: present }, () => 1 + Math.floor(rng.unit() ** 1.3 * PREHISTORY_DAYS * MS_PER_DAY));
    for (const age of ages.sort((left, right) => right - left)) this.signUp(this.firstDayMs - age);
  }

  dateOf(dayIndex: number): UtcDate {
    return addDays(this.params.firstDate, dayIndex);
  }

  startMsOf(dayIndex: number): number {
    return this.firstDayMs + dayIndex * MS_PER_DAY;
  }

  dayIndexAt(atMs: number): number {
    return Math.floor((atMs - this.firstDayMs) / MS_PER_DAY);
  }

  /** All users who sign up by the end of a day. */
  usersAtEndOf(dayIndex: number): readonly DemoUser[] {
    while (this.countAtEnd.length <= dayIndex) this.addDay(this.countAtEnd.length);
    return this.users.slice(0, this.countAtEnd[dayIndex]);
  }

  /** All users who have signed up by an instant. */
  usersAt(untilMs: number): readonly DemoUser[] {
    const known = this.usersAtEndOf(Math.max(0, this.dayIndexAt(untilMs)));
    const next = known.findIndex((user) => user.createdAtMs > untilMs);
    return next < 0 ? known : known.slice(0, next);
  }

  private addDay(dayIndex: number): void {
    const before = Math.round(this.weightSum * this.usersPerWeight);
    this.weightSum += this.signUpWeight(dayIndex);
    const signUps = Math.round(this.weightSum * this.usersPerWeight) - before;
    const rng = rngOf(this.params.seed, STREAM.signUps, dayIndex);
    const weekday = isoWeekday(this.dateOf(dayIndex));
    const times = Array.from({ length: signUps }, () => drawMsOfDay(rng, weekday)).sort((left, right) => left - right);
    for (const time of times) this.signUp(this.startMsOf(dayIndex) + time);
    this.countAtEnd.push(this.users.length);
  }

  /** Twice as many a day at the end of the first telling as at its start, steady from then on; busier at weekends. */
  private signUpWeight(dayIndex: number): number {
    const growth = 1 + Math.min(1, dayIndex / this.params.days);
    const noise = rngOf(this.params.seed, STREAM.rhythm, dayIndex).logNormal(1, 0.12);
    return growth * weekdayLevel(isoWeekday(this.dateOf(dayIndex))) ** 1.5 * noise;
  }

  private signUp(createdAtMs: number): void {
    const index = this.users.length;
    const staysChance = createdAtMs < this.firstDayMs ? STAYS_FOR_GOOD.alreadyThere : STAYS_FOR_GOOD.newcomer;
    this.users.push(drawUser(rngOf(this.params.seed, STREAM.profile, index), index, createdAtMs, staysChance));
  }
}

function drawUser(rng: Rng, index: number, createdAtMs: number, staysChance: number): DemoUser {
  const staff = STAFF[index] ?? null;
  const creator = rng.chance(CREATOR_SHARE) && staff === null ? drawCreator(rng) : null;
  const verifies = rng.chance(creator === null ? 0.84 : 0.97) || staff !== null;
  const verifiedAtMs = createdAtMs + Math.round(Math.min(240, 0.2 + rng.logNormal(9, 1.1)) * MS_PER_HOUR);
  const loyal = creator !== null || staff !== null;
  const pays = rng.chance(PAYER_SHARE);
  const generosity = rng.pareto(0.98, 300);
  const number = String(index).padStart(5, '0');
  return {
    index,
    id: staff === null ? `${creator === null ? 'user' : 'creator'}-${number}` : `demo-${staff}`,
    createdAtMs,
    verifiedAtMs: verifies ? verifiedAtMs : null,
    staff,
    propensity: loyal ? 0.6 + 0.35 * rng.unit() : 0.1 + (staysChance + 0.5) * 0.7 * rng.unit(),
    lifetimeDays: loyal || rng.chance(staysChance) ? Number.POSITIVE_INFINITY : 3 + rng.pareto(0.9, 60) * 7,
    generosity: pays && staff === null ? generosity : 0,
    creator,
  };
}

function assertParams({ seed, users, days }: DemoParams): void {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`seed: ${seed} is not a whole number from 0`);
  if (!Number.isSafeInteger(users) || users < 1) throw new RangeError(`users: ${users} is not a whole number from 1`);
  if (!Number.isSafeInteger(days) || days < 1) throw new RangeError(`days: ${days} is not a whole number from 1`);
}

let latest: { readonly key: string; readonly population: Population } | undefined;

/** The population of a platform. The last one is kept: days are mostly asked for in a row. */
export function populationOf(params: DemoParams): Population {
  const key = [params.seed, params.users, params.days, params.firstDate].join(' ');
  if (latest?.key !== key) latest = { key, population: new Population(params) };
  return latest.population;
}

import { isoWeekday, MS_PER_DAY, type UtcDate } from '@pack324a/core';
import { Market, type Seller } from './creators.ts';
import { DayWriter } from './day-writer.ts';
import { type DemoUser, type Population, populationOf } from './population.ts';
import type { Rng } from './random.ts';
import { drawMsOfDay } from './rhythm.ts';
import { type DayStories, inOutage, storiesOf } from './stories.ts';
import type { DemoParams } from './types.ts';

/** One day with everything that its events depend on. */
export interface Scene {
  readonly params: DemoParams;
  readonly population: Population;
  readonly index: number;
  readonly date: UtcDate;
  readonly startMs: number;
  readonly endExclusiveMs: number;
  /** Monday is 1, Sunday is 7. */
  readonly weekday: number;
  readonly stories: DayStories;
  /** Everyone signed up by the end of the day. */
  readonly users: readonly DemoUser[];
  /** The creators who were there before the day began. */
  readonly market: Market;
  readonly write: DayWriter;
}

export function sceneOf(params: DemoParams, index: number): Scene {
  if (!Number.isSafeInteger(index) || index < 0) throw new RangeError(`day index: ${index} is not a whole number from 0`);
  const population = populationOf(params);
  const startMs = population.startMsOf(index);
  const date = population.dateOf(index);
  const users = population.usersAtEndOf(index);
  const sellers = users.filter((user): user is DemoUser & Seller => user.creator !== null && user.createdAtMs < startMs);
  return {
    params,
    population,
    index,
    date,
    startMs,
    endExclusiveMs: startMs + MS_PER_DAY,
    weekday: isoWeekday(date),
    stories: storiesOf(params, index, startMs),
    users,
    market: new Market(sellers),
    write: new DayWriter(),
  };
}

/** A moment of the day that follows its rhythm, in epoch milliseconds. */
export function drawMoment(scene: Scene, rng: Rng): number {
  return scene.startMs + drawMsOfDay(rng, scene.weekday);
}

/** Whether purchases and spends go through at an instant, of this day or another. */
export function canPay(scene: Scene, atMs: number): boolean {
  return !inOutage(scene.params, scene.population.firstDayMs, atMs);
}

import { arriveLate, payOut } from './back-office.ts';
import { addFlaws } from './flaws.ts';
import { moderate } from './moderation.ts';
import { populationOf } from './population.ts';
import { sceneOf } from './scene.ts';
import type { DemoDay, DemoParams, DemoRow, EventSource } from './types.ts';
import { liveDay } from './visits.ts';

/** Everything that arrives at the platform on one day, depending on nothing but the parameters and the day. */
export function generateDay(params: DemoParams, dayIndex: number): DemoDay {
  const scene = sceneOf(params, dayIndex);
  for (const user of scene.users) liveDay(scene, user);
  moderate(scene);
  payOut(scene);
  arriveLate(scene);
  addFlaws(scene);
  return scene.write.finish(dayIndex, scene.date, scene.startMs);
}

/**
 * What of a day has happened after one instant and by another: the rows that arrived, the activity and the facts in
 * `(afterMs, untilMs]`.
 */
export function cutDay(day: DemoDay, cut: { readonly afterMs?: number; readonly untilMs: number }): DemoDay {
  const { afterMs = Number.NEGATIVE_INFINITY, untilMs } = cut;
  const within = (atMs: number): boolean => atMs > afterMs && atMs <= untilMs;
  const rows = Object.entries(day.rows).map(([source, all]) => [source, all.filter((row) => within(row.arrivesAtMs))]);
  return {
    ...day,
    rows: Object.fromEntries(rows) as Record<EventSource, DemoRow[]>,
    activity: day.activity.filter((entry) => within(entry.atMs)),
    facts: day.facts.filter((fact) => within(fact.arrivesAtMs)),
  };
}

/** The day that an instant falls in, counted from the first date; negative before it. */
export function dayIndexAt(params: DemoParams, atMs: number): number {
  return populationOf(params).dayIndexAt(atMs);
}

import type { CreatorDayPack, CreatorKpiDaily, PlatformKpiDaily, PlatformKpiHourly, SafetyKpiDaily } from '@pack324a/core';
import { oracleCreatorsDay } from './oracle-creators.ts';
import { oraclePlatformDay, oraclePlatformHour } from './oracle-platform.ts';
import { dayStartMs, isoText, type OracleQuestion } from './oracle-provenance.ts';
import { oracleSafetyDay } from './oracle-safety.ts';

/**
 * The oracle: what the documents of a platform have to be, counted row by row from the words of the contract. It shares
 * nothing with the engine but the names and types of the result, so that the two agree only when both are right.
 */
export interface OracleDocuments {
  readonly platformKpiDaily: Map<string, PlatformKpiDaily>;
  readonly creatorKpiDaily: Map<string, CreatorKpiDaily>;
  readonly safetyKpiDaily: Map<string, SafetyKpiDaily>;
  readonly kpiPacks: Map<string, CreatorDayPack>;
}

export type { OracleQuestion } from './oracle-provenance.ts';

const DAY_MS = 86_400_000;

/** Every document of an inclusive range of days by collection and id, as a first aggregation at `nowMs` makes them. */
export function oracleDays(question: OracleQuestion, range: { readonly from: string; readonly to: string }): OracleDocuments {
  const documents: OracleDocuments = {
    platformKpiDaily: new Map(),
    creatorKpiDaily: new Map(),
    safetyKpiDaily: new Map(),
    kpiPacks: new Map(),
  };
  for (let startMs = dayStartMs(range.from); startMs <= dayStartMs(range.to); startMs += DAY_MS) {
    const date = isoText(startMs).slice(0, 10);
    const { creators, pack } = oracleCreatorsDay(question, date);
    documents.platformKpiDaily.set(date, oraclePlatformDay(question, date));
    documents.safetyKpiDaily.set(date, oracleSafetyDay(question, date));
    documents.kpiPacks.set(`creatorKpiDaily_${date}`, pack);
    for (const [id, creator] of creators) documents.creatorKpiDaily.set(id, creator);
  }
  return documents;
}

/** The documents of the given hours by id, as a first aggregation at `nowMs` makes them. */
export function oracleHours(
  question: OracleQuestion,
  hours: readonly { readonly date: string; readonly hour: number }[],
): Map<string, PlatformKpiHourly> {
  const documents = new Map<string, PlatformKpiHourly>();
  for (const { date, hour } of hours) {
    documents.set(`${date}_${hour < 10 ? '0' : ''}${hour}`, oraclePlatformHour(question, date, hour));
  }
  return documents;
}

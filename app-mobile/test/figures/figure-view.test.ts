import { describe, expect, it } from 'vitest';
import { figureView } from '../../src/figures/figure-view.ts';
import type { CollectionName, FigureName } from '../../src/figures/figures.ts';
import { lastSameHour } from '../../src/figures/same-hour.ts';
import { DATE, dayOfTest, hourOf, hoursOf, trendOf, WEEK_BEFORE } from './day.ts';

const input = (name: FigureName, value: number, collection: CollectionName = 'platformKpiDaily') => ({
  name,
  collection,
  value,
  isAtLeast: false,
  downIsGood: collection === 'safetyKpiDaily',
});
const gap = (reason: 'not-aggregated' | 'failed' | 'too-old') => ({ days: { [WEEK_BEFORE]: { state: 'missing', reason } } }) as const;

describe('a figure of a day', () => {
  it('is compared with the same weekday a week earlier', () => {
    const view = figureView(input('totalChats', 18), dayOfTest());
    expect(view.change).toMatchObject({
      kind: 'change',
      against: WEEK_BEFORE,
      earlier: 9,
      difference: 9,
      share: 1,
      isEarlierAtLeast: false,
    });
    expect(view.verdict).toBe('better');
  });

  it('has four weeks behind it, and its own value as the last of them', () => {
    const { spark } = figureView(input('totalChats', 18), dayOfTest());
    expect(spark).toHaveLength(28);
    expect(spark.slice(-3)).toEqual([14, 15, 18]);
  });

  it.each(['not-aggregated', 'failed', 'too-old'] as const)('says why there is no earlier data: %s', (reason) => {
    const view = figureView(input('totalChats', 18), dayOfTest({ trend: trendOf(gap(reason)) }));
    expect(view.change).toEqual({ kind: 'no-earlier-data', against: WEEK_BEFORE, reason });
    expect(view.spark.at(-8)).toBeNull();
  });

  it('is not compared with figures from before the end of their day', () => {
    const trend = trendOf({ days: { [WEEK_BEFORE]: { state: 'unfinished', reason: 'not-aggregated' } } });
    const { change } = figureView(input('totalChats', 18), dayOfTest({ trend }));
    expect(change).toEqual({ kind: 'no-earlier-data', against: WEEK_BEFORE, reason: null });
  });

  it('is not compared while its own are', () => {
    const { change, isUnfinished } = figureView(input('totalChats', 18), dayOfTest({ isUnfinished: true }));
    expect(change).toEqual({ kind: 'unfinished', against: WEEK_BEFORE });
    expect(isUnfinished).toBe(true);
  });

  it('stands alone while earlier days are on their way or could not be had', () => {
    for (const trend of ['pending', 'failed'] as const) {
      const view = figureView(input('totalChats', 18), dayOfTest({ trend }));
      expect(view).toMatchObject({ value: 18, spark: [], change: { kind: trend }, verdict: 'neither', standsOut: undefined });
    }
  });

  it('knows that the earlier value is a lower bound', () => {
    const trend = trendOf({ atLeast: [WEEK_BEFORE] });
    expect(figureView(input('activeUsers', 18), dayOfTest({ trend })).change).toMatchObject({ isEarlierAtLeast: true });
    expect(figureView(input('totalChats', 18), dayOfTest({ trend })).change).toMatchObject({ isEarlierAtLeast: false });
  });
});

describe('a figure of the running day', () => {
  const sameHour = lastSameHour(hoursOf(DATE, [hourOf(0, 6), hourOf(1, 12)]), hoursOf(WEEK_BEFORE, [hourOf(0, 5), hourOf(1, 10)]));
  const running = dayOfTest({ isRunning: true, sameHour });

  it('is compared up to the last hour that is over, not as it stands', () => {
    const { change, value } = figureView(input('totalChats', 14), running);
    expect(value).toBe(14);
    expect(change).toMatchObject({ kind: 'change', against: WEEK_BEFORE, untilHour: 2, earlier: 10, difference: 2, share: 0.2 });
  });

  it('is compared when the day is over where there are no hours', () => {
    expect(figureView(input('newUsers', 3), running).change).toEqual({ kind: 'when-over', against: WEEK_BEFORE });
    const { change } = figureView(input('totalChats', 3), dayOfTest({ isRunning: true, sameHour: undefined }));
    expect(change).toEqual({ kind: 'when-over', against: WEEK_BEFORE });
  });

  it('waits for the hours that it is compared by', () => {
    const waiting = dayOfTest({ isRunning: true, sameHour: 'pending' });
    expect(figureView(input('totalChats', 3), waiting).change).toEqual({ kind: 'pending' });
    expect(figureView(input('bansIssued', 3, 'safetyKpiDaily'), waiting).change).toEqual({ kind: 'when-over', against: WEEK_BEFORE });
  });
});

describe('standing out', () => {
  it('is told of what is bad, however little of the day is over', () => {
    expect(figureView(input('reportsTotal', 96, 'safetyKpiDaily'), dayOfTest({ isRunning: true })).standsOut).toBe('highest');
  });

  it('is told of low figures only when their day is complete, and they are not lower bounds', () => {
    const low = input('totalTokenRevenuePLN', 0);
    expect(figureView(low, dayOfTest()).standsOut).toBe('lowest');
    expect(figureView(low, dayOfTest({ isRunning: true })).standsOut).toBeUndefined();
    expect(figureView(low, dayOfTest({ isUnfinished: true })).standsOut).toBeUndefined();
    expect(figureView({ ...low, isAtLeast: true }, dayOfTest()).standsOut).toBeUndefined();
  });

  it('waits for the catalogue, which says what is bad', () => {
    expect(figureView({ ...input('totalTokenRevenuePLN', 0), downIsGood: undefined }, dayOfTest()).standsOut).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { creatorDocumentId, hourlyDocumentId, hoursOfRun, oldestKept, parseUtcDate, SCHEDULED_JOBS, startedHours } from '../src/index.ts';

const at = (iso: string): number => Date.parse(iso);
const ids = (hours: readonly { readonly date: string; readonly hour: number }[]): string[] => hours.map(hourlyDocumentId);

describe('the schedule', () => {
  it('has the three jobs at their times', () => {
    expect(SCHEDULED_JOBS.map(({ name, cron }) => [name, cron])).toEqual([
      ['kpi_aggregateDailyScheduled', '10 0 * * *'],
      ['kpi_aggregateHourlyScheduled', '10 * * * *'],
      ['kpi_cleanupHourlyScheduled', '0 1 * * *'],
    ]);
  });

  it.each([
    ['2025-12-11T14:10:00Z', '2025-12-11_13', '2025-12-11_14'],
    ['2025-12-11T00:10:00Z', '2025-12-10_23', '2025-12-11_00'],
    ['2025-01-01T00:10:00Z', '2024-12-31_23', '2025-01-01_00'],
    ['2025-03-09T10:10:00Z', '2025-03-09_09', '2025-03-09_10'],
  ])('finalises the hour before %s, and refreshes the running one', (scheduled, ended, running) => {
    expect(ids(hoursOfRun(at(scheduled)))).toEqual([ended, running]);
  });

  it('catches up every hour that has begun, and none that has not', () => {
    const range = { from: parseUtcDate('2025-12-10'), to: parseUtcDate('2025-12-11') };
    expect(startedHours(range, at('2025-12-13T00:00:00Z'))).toHaveLength(48);
    expect(ids(startedHours(range, at('2025-12-11T02:00:00Z'))).slice(-2)).toEqual(['2025-12-11_01', '2025-12-11_02']);
    expect(ids(startedHours(range, at('2025-12-11T01:59:59.999Z'))).at(-1)).toBe('2025-12-11_01');
    expect(startedHours(range, at('2025-12-09T23:00:00Z'))).toEqual([]);
  });
});

describe('retention', () => {
  it('keeps a document whose date is not earlier than today minus the retention', () => {
    expect(oldestKept(parseUtcDate('2025-12-11'), 7)).toBe('2025-12-04');
    expect(oldestKept(parseUtcDate('2025-03-01'), 365)).toBe('2024-03-01');
    expect(oldestKept(parseUtcDate('2025-12-11'), null)).toBeNull();
  });
});

describe('document ids', () => {
  it('end in a date of fixed length, so that no two meet', () => {
    expect(creatorDocumentId('a_2025-12-10', '2025-12-11')).toBe('a_2025-12-10_2025-12-11');
    expect(hourlyDocumentId({ date: '2025-12-11', hour: 3 })).toBe('2025-12-11_03');
  });
});

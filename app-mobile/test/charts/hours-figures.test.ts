import { describe, expect, it } from 'vitest';
import { HOUR_FIGURES, hourPoints } from '../../src/screens/dashboard/hours-figures.ts';

type Hour = Parameters<typeof hourPoints>[0]['hours'][number];

function hourOf(hour: number, complete = true, upper = 4): Hour {
  return {
    hour,
    users: { active: 4, daySoFar: 40 },
    revenue: { tokensSpent: 10.5, revenuePLN: 2.1 },
    activity: { chats: 6, voiceMinutes: 7.25, videoMinutes: 8.75 },
    daySoFar: null,
    lastUpdated: new Date('2026-11-16T12:00:00.000Z'),
    provenance: {
      complete,
      trigger: 'scheduled',
      generatedAt: '2026-11-16T12:00:00.000Z',
      rowsUsed: {},
      rowsRejected: {},
      missingSources: [],
      activeUsers: { method: 'captured', lower: 4, upper },
      verifiedAt: null,
    },
  };
}

const of = (hours: readonly Hour[], isToday: boolean, figure: (typeof HOUR_FIGURES)[number] = 'tokens') =>
  hourPoints({ hours, isToday, figure, unfinishedNote: 'too low' });

describe('the hours of a day', () => {
  it('are 24, each with the figure that is asked for', () => {
    const points = of([hourOf(0)], false);
    expect(points.map(({ hour }) => hour)).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
    expect(HOUR_FIGURES.map((figure) => of([hourOf(0)], false, figure)[0]?.value)).toEqual([4, 10.5, 6, 7.25, 8.75]);
  });

  it('of the running day are over, running or to come', () => {
    const states = of([hourOf(0), hourOf(2), hourOf(3, false)], true).map(({ state }) => state);
    expect(states.slice(0, 6)).toEqual(['done', 'missing', 'done', 'running', 'ahead', 'ahead']);
    expect(new Set(of([], true).map(({ state }) => state))).toEqual(new Set(['ahead']));
  });

  it('of a day that is over are missing where they have no figures', () => {
    const points = of([hourOf(0), hourOf(23)], false);
    expect(points.filter(({ state }) => state === 'missing')).toHaveLength(22);
    expect(points[23]?.state).toBe('done');
  });

  it('are marked where they were counted too early', () => {
    expect(of([hourOf(5, false), hourOf(6, false)], true).slice(5, 7)).toMatchObject([{ note: 'too low' }, { note: undefined }]);
    expect(of([hourOf(23, false)], false)[23]).toMatchObject({ state: 'running', note: 'too low' });
  });

  it('have active users as a lower bound where the bounds differ, and nothing else', () => {
    expect(of([hourOf(0, true, 5)], false, 'active')[0]?.isAtLeast).toBe(true);
    expect(of([hourOf(0, true, 4)], false, 'active')[0]?.isAtLeast).toBe(false);
    expect(of([hourOf(0, true, 5)], false, 'chats')[0]?.isAtLeast).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { type CreatorTrend, earningsPoints, SOURCES, sessionsPoints } from '../../src/screens/creator/creator-points.ts';
import { TEXTS } from '../../src/texts/texts.ts';

const NOTES = TEXTS.en.range.notes;
const EARNINGS = { chat: 1, voice: 2, video: 3, calendar: 4, events: 5, other: 6, total: 21 };
const LAST_UPDATED = new Date('2026-11-20T00:10:00Z');

function day(date: string, state: 'stored' | 'running' | 'unfinished'): CreatorTrend['days'][number] {
  const reason = state === 'unfinished' ? 'not-aggregated' : null;
  return { date, state, reason, earnings: EARNINGS, earningsPLN: 4.2, sessions: 7, lastUpdated: LAST_UPDATED };
}

function gap(date: string, reason: NonNullable<CreatorTrend['days'][number]['reason']>): CreatorTrend['days'][number] {
  return { date, state: 'missing', reason, earnings: null, earningsPLN: null, sessions: null, lastUpdated: null };
}

const DAYS = [day('2026-11-17', 'stored'), gap('2026-11-18', 'failed'), day('2026-11-19', 'unfinished'), day('2026-11-20', 'running')];

describe('a creator’s days as charts draw them', () => {
  it('have a part for each source, in order, and the total that the API gives', () => {
    const [first] = earningsPoints(DAYS, NOTES);
    expect(SOURCES).toEqual(['chat', 'voice', 'video', 'calendar', 'events', 'other']);
    expect(first).toEqual({ date: '2026-11-17', state: 'stored', parts: [1, 2, 3, 4, 5, 6], total: 21, note: undefined });
  });

  it('are gaps with their reason where there are no figures', () => {
    expect(earningsPoints(DAYS, NOTES)[1]).toEqual({
      date: '2026-11-18',
      state: 'missing',
      parts: null,
      total: null,
      note: NOTES.missing.failed,
    });
    expect(sessionsPoints(DAYS, NOTES)[1]).toEqual({ date: '2026-11-18', state: 'missing', value: null, note: NOTES.missing.failed });
  });

  it('say what is special about the others', () => {
    expect(sessionsPoints(DAYS, NOTES).map(({ note }) => note)).toEqual([undefined, NOTES.missing.failed, NOTES.unfinished, NOTES.running]);
    expect(sessionsPoints(DAYS, NOTES).map(({ value }) => value)).toEqual([7, null, 7, 7]);
  });

  it('are zeros, not gaps, on days without the creator', () => {
    const zero = {
      ...day('2026-11-17', 'stored'),
      earnings: { chat: 0, voice: 0, video: 0, calendar: 0, events: 0, other: 0, total: 0 },
      sessions: 0,
    };
    expect(earningsPoints([zero], NOTES)[0]).toMatchObject({ parts: [0, 0, 0, 0, 0, 0], total: 0 });
    expect(sessionsPoints([zero], NOTES)[0]).toMatchObject({ value: 0 });
  });
});

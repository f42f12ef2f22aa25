import { useTexts } from '../texts/provider.tsx';
import type { DayState } from './points.ts';
import type { Reading, ReadingRow } from './reading.ts';

interface Day {
  readonly date: string;
  readonly state: DayState;
  readonly note?: string | undefined;
}

/** What a chart says of a day: its date, its values, and what is special about it. */
export function useDayReading(): (day: Day, rows: readonly ReadingRow[]) => Reading {
  const { t, format } = useTexts();
  const notes: Readonly<Record<DayState, string | undefined>> = {
    stored: undefined,
    running: t.charts.running,
    unfinished: t.charts.unfinished,
    missing: t.charts.noFigures,
  };
  return ({ date, state, note }, rows) => {
    const own = rows.length === 0 ? (note ?? t.charts.noFigures) : (note ?? notes[state]);
    return { title: format.day(date), rows, note: own };
  };
}

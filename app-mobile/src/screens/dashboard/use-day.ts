import { useLocalSearchParams, useNavigation } from 'expo-router';
import { useEffect, useState } from 'react';
import { useToday } from '../../calendar/clock.tsx';
import { addDays, isDay } from '../../calendar/days.ts';
import { addEntry, watchEntries } from './address-history.ts';

interface ChosenDay {
  /** The day on the screen. */
  readonly date: string;
  readonly today: string;
  /** What the address says instead of a day that can be shown. */
  readonly refused: string | undefined;
  /** Shows another day, which the address then names. Days to come are not shown. */
  readonly show: (date: string) => void;
}

/**
 * The day that the address names. Without one it is yesterday: the last day with all its figures, which is what a morning is for; the
 * running day has nothing to compare yet and is one press away.
 */
export function useDay(): ChosenDay {
  const { date: given } = useLocalSearchParams<{ date?: string | string[] }>();
  const linked = Array.isArray(given) ? given.join(', ') : given;
  const [asked, setAsked] = useState(linked);
  const navigation = useNavigation();
  // Also when the router is told of the day that it knows of, which it then writes into the address: it has not heard of those since.
  useEffect(() => navigation.addListener('state', () => setAsked(linked)), [navigation, linked]);
  useEffect(() => watchEntries(setAsked), []);
  const today = useToday();
  const isShown = isDay(asked) && asked <= today;
  const date = isShown ? asked : addDays(today, -1);
  return {
    date,
    today,
    refused: asked === undefined || isShown ? undefined : asked,
    show(next) {
      if (next > today || next === asked) return;
      addEntry(next);
      setAsked(next);
    },
  };
}

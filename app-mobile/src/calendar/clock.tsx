import { useEffect, useState } from 'react';
import { dayOf } from './days.ts';

const MINUTE_MS = 60_000;

/** The time as of the last full minute, so that ages grow by themselves. */
export function useMinute(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** The running day in UTC. */
export function useToday(): string {
  return dayOf(useMinute());
}

import type { KeyboardEvent } from 'react';
import { Platform } from 'react-native';

const WEEK_DAYS = 7;
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -WEEK_DAYS, ArrowDown: WEEK_DAYS };

/** In a browser the arrow keys move the focus from day to day and from week to week, among the days of a month that can be chosen. */
export const GRID_KEYS: object = Platform.OS === 'web' ? { onKeyDown } : {};

function onKeyDown(event: KeyboardEvent): void {
  const step = STEPS[event.key];
  if (step === undefined || !(event.target instanceof HTMLElement)) return;
  event.preventDefault();
  const days = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="button"]:not([aria-disabled="true"])')];
  const index = days.indexOf(event.target);
  if (index !== -1) days[index + step]?.focus();
}

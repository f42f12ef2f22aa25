import type { KeyboardEvent } from 'react';
import { Platform } from 'react-native';

/** The space key chooses what has the focus, as Enter does by itself. */
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, ' ': 0 };

/** In a browser the arrow keys move the focus among choices, round and round; nothing is chosen before somebody says so. */
export const CHOICE_KEYS: object = Platform.OS === 'web' ? { onKeyDown } : {};

function onKeyDown(event: KeyboardEvent): void {
  const step = STEPS[event.key];
  if (step === undefined || !(event.target instanceof HTMLElement)) return;
  const choices = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="radio"]')];
  const index = choices.indexOf(event.target);
  if (index === -1) return;
  event.preventDefault();
  const next = choices[(index + step + choices.length) % choices.length];
  if (step === 0) next?.click();
  else next?.focus();
}

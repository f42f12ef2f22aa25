import { type UtcDate, utcDateOf } from '@pack324a/core';

/**
 * The same question, asked once a UTC day and again after it failed.
 * @param clock epoch milliseconds
 * @param ask told what day it is
 */
export function onceADay<T>(clock: () => number, ask: (today: UtcDate) => Promise<T>): () => Promise<T> {
  let known: { readonly today: UtcDate; readonly answer: Promise<T> } | undefined;
  return () => {
    const today = utcDateOf(clock());
    if (known?.today === today) return known.answer;
    const answer = ask(today);
    const asked = { today, answer };
    known = asked;
    void answer.catch(() => {
      if (known === asked) known = undefined;
    });
    return answer;
  };
}

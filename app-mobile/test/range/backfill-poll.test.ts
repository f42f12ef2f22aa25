import { describe, expect, it } from 'vitest';
import { isLost, isRunning, pollAfter } from '../../src/screens/range/backfill-poll.ts';
import { wireError } from '../session/wire-error.ts';

const running = { state: 'running' } as const;

describe('a backfill', () => {
  it('is asked about until it has ended', () => {
    expect(pollAfter({ error: null })).toBeGreaterThan(0);
    expect(pollAfter({ data: running, error: null })).toBeGreaterThan(0);
    for (const state of ['succeeded', 'failed'] as const) expect(pollAfter({ data: { state }, error: null })).toBe(false);
  });

  it.each([
    ['nothing answers', wireError('unavailable', 'unavailable')],
    ['the host is stopping', wireError('unavailable', 'The host is stopping.', { hint: 'Ask again.' })],
  ])('is still asked about when %s', (_why, error) => {
    expect(pollAfter({ error })).toBeGreaterThan(0);
    expect(pollAfter({ data: running, error })).toBeGreaterThan(0);
    expect(isRunning({ data: running, error })).toBe(true);
  });

  it.each(['not-found', 'internal', 'permission-denied'])('is given up when the answer is %s, and blocks nothing then', (code) => {
    const error = wireError(code, 'There is no backfill x.', { reference: 'abc' });
    expect(isLost({ error })).toBe(true);
    expect(pollAfter({ error })).toBe(false);
    expect(pollAfter({ data: running, error })).toBe(false);
    expect(isRunning({ data: running, error })).toBe(false);
  });
});

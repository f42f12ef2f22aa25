import { describe, expect, it, vi } from 'vitest';
import type { SessionState } from '../../src/session/backend.ts';
import { createTeller } from '../../src/session/teller.ts';

const OUT: SessionState = { state: 'signed-out' };

describe('telling of a session', () => {
  it('begins once, tells each listener how things stand and what changes, until it stops listening', () => {
    const begin = vi.fn();
    const { watch, tell, current } = createTeller(begin);
    const first = vi.fn();
    const second = vi.fn();
    expect(begin).not.toHaveBeenCalled();
    const stop = watch(first);
    expect(first.mock.calls).toEqual([[{ state: 'loading' }]]);
    tell(OUT);
    watch(second);
    expect(second.mock.calls).toEqual([[OUT]]);
    expect(begin).toHaveBeenCalledTimes(1);
    stop();
    tell({ state: 'signed-in', account: { id: 'a', name: 'a' } });
    expect(first).toHaveBeenCalledTimes(2);
    expect(second).toHaveBeenCalledTimes(2);
    expect(current().state).toBe('signed-in');
  });
});

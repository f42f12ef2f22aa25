import type { SessionState } from './backend.ts';

/** Keeps a session and whoever wants to know of its changes. */
interface Teller {
  readonly current: () => SessionState;
  readonly tell: (session: SessionState) => void;
  readonly watch: (listener: (session: SessionState) => void) => () => void;
}

/** @param begin is called once, when somebody first wants to know */
export function createTeller(begin: () => void): Teller {
  const listeners = new Set<(session: SessionState) => void>();
  let session: SessionState = { state: 'loading' };
  let hasBegun = false;
  return {
    current: () => session,
    tell(next) {
      session = next;
      for (const listener of listeners) listener(next);
    },
    watch(listener) {
      listeners.add(listener);
      listener(session);
      if (!hasBegun) {
        hasBegun = true;
        begin();
      }
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

import type { FirestoreGateway } from '@pack324a/firestore';

export interface WatchedGateway {
  readonly gateway: FirestoreGateway;
  /** Requests that are under way. */
  readonly pending: () => number;
}

/** The same gateway, which knows whether anything is still being asked of it. */
export function watched(gateway: FirestoreGateway): WatchedGateway {
  let pending = 0;
  const during = async <T>(request: () => Promise<T>): Promise<T> => {
    pending += 1;
    try {
      return await request();
    } finally {
      pending -= 1;
    }
  };
  return {
    pending: () => pending,
    gateway: {
      async *stream(query) {
        pending += 1;
        try {
          yield* gateway.stream(query);
        } finally {
          pending -= 1;
        }
      },
      aggregate: (query) => during(() => gateway.aggregate(query)),
      get: (key) => during(() => gateway.get(key)),
      commit: (writes) => during(() => gateway.commit(writes)),
      transact: (key, decide) => during(() => gateway.transact(key, decide)),
      close: () => gateway.close(),
    },
  };
}

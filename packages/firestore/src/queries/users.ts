import type { TimeWindow } from '@pack324a/core';
import type { AggregateQuery } from '../gateway.ts';
import { type MappedSource, type Passing, passingOf } from './fields.ts';
import { instantFilters } from './instants.ts';
import { countQuery } from './rows.ts';

const LAST_ACTIVITY = 'lastActiveAt';

/** Users whose last activity falls in a window; undefined where it is not known. */
export function activeWithinQuery(users: MappedSource, window: TimeWindow): AggregateQuery | undefined {
  const where = instantFilters(users, LAST_ACTIVITY, window);
  return where === undefined ? undefined : countQuery(users.collection, where);
}

/** Users whose last activity falls in a window or later. */
export function activeSinceQuery(users: MappedSource, { startMs }: TimeWindow): AggregateQuery | undefined {
  const where = instantFilters(users, LAST_ACTIVITY, { startMs });
  return where === undefined ? undefined : countQuery(users.collection, where);
}

/** All users with `verified == true`; undefined where no user can have it. */
export function verifiedUsersQuery(users: MappedSource): AggregateQuery | undefined {
  const verified: Passing = passingOf(users, { field: 'verified', is: true });
  if (verified === 'none') return undefined;
  const isMatched = typeof verified === 'object' && 'matching' in verified;
  return countQuery(users.collection, isMatched ? [verified.matching] : []);
}

import type { AggregateQuery } from '../gateway.ts';
import { type MappedSource, type Passing, passingOf } from './fields.ts';
import { instantFilters, type Span } from './instants.ts';
import { countQuery } from './rows.ts';

const LAST_ACTIVITY = 'lastActiveAt';

/** Users whose last activity falls in a span; undefined where it is not known. */
export function activeUsersQuery(users: MappedSource, span: Span): AggregateQuery | undefined {
  const where = instantFilters(users, LAST_ACTIVITY, span);
  return where === undefined ? undefined : countQuery(users.collection, where);
}

/** All users with `verified == true`; undefined where no user can have it. */
export function verifiedUsersQuery(users: MappedSource): AggregateQuery | undefined {
  const verified: Passing = passingOf(users, { field: 'verified', is: true });
  if (verified === 'none') return undefined;
  const isMatched = typeof verified === 'object' && 'matching' in verified;
  return countQuery(users.collection, isMatched ? [verified.matching] : []);
}

import type { SourceName, UtcDate } from '@pack324a/core';

/** What a demo platform is made from; the same parameters always give the same platform. */
export interface DemoParams {
  /** Any safe whole number. */
  readonly seed: number;
  /** About how many users there are after `days`; the platform goes on growing when it is continued. */
  readonly users: number;
  /** The length of the first telling; the incident and the payment outage are placed within it. */
  readonly days: number;
  readonly firstDate: UtcDate;
}

/** Everything but `users`, which is made by `platformUsers`. */
export type EventSource = Exclude<SourceName, 'users'>;

/** One document of a source collection, under the default field names; instants are epoch milliseconds. */
export interface DemoRow {
  readonly source: SourceName;
  readonly id: string;
  /** When the row came to be in the collection: its `createdAt`, or one to three days later. */
  readonly arrivesAtMs: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A sign-in or another action of a user; it sets the user's `lastActiveAt`. */
export interface Activity {
  readonly userIndex: number;
  readonly userId: string;
  readonly atMs: number;
}

/** Which part of `tokensBySource` a spend belongs to. */
export type SpendPart = 'chat' | 'voice' | 'video' | 'tips' | 'other';

/**
 * What the generator knows to be true of a row it emitted; a row that counts for nothing has none. Tokens and minutes are
 * whole hundredths.
 */
export type Happening =
  | {
      readonly kind: 'spend';
      readonly payerId: string | null;
      readonly part: SpendPart;
      readonly ai: boolean;
      readonly centiTokens: number;
    }
  | { readonly kind: 'earn'; readonly creatorId: string; readonly centiTokens: number }
  | { readonly kind: 'chat'; readonly creatorId: string | null }
  | { readonly kind: 'call'; readonly medium: 'voice' | 'video'; readonly centiMinutes: number }
  | { readonly kind: 'booking' | 'ticket' }
  | { readonly kind: 'report'; readonly by: 'ai' | 'human' | 'unknown' }
  | { readonly kind: 'ban' | 'autoBlock' | 'panic' };

export interface Fact {
  /** The row's `createdAt`, which decides its day. */
  readonly atMs: number;
  readonly arrivesAtMs: number;
  readonly what: Happening;
}

/** What arrives at the platform in one UTC day. */
export interface DemoDay {
  readonly index: number;
  readonly date: UtcDate;
  readonly startMs: number;
  /** By source, in order of arrival. */
  readonly rows: Readonly<Record<EventSource, readonly DemoRow[]>>;
  /** In order of time. */
  readonly activity: readonly Activity[];
  /** For the true figures; in no particular order. */
  readonly facts: readonly Fact[];
}

/** Why a document was generated. */
export type Trigger = 'scheduled' | 'on-demand' | 'manual' | 'backfill';

/** How far a count of active users can be trusted; it is exact when `lower == upper`. */
export interface ActiveUserBounds {
  /** `captured` while the window ran, or `reconstructed` later: then `lower` is a lower bound and nothing more. */
  readonly method: 'captured' | 'reconstructed';
  /** The stored figure: users known to have been active in the window. */
  readonly lower: number;
  /** Users active since the window began, as counted at its close: no more than these can have been active in it. */
  readonly upper: number;
}

/** What became of the rows of one source: `seen = used + unreadable + the sum of excluded`. */
export interface RowAccount {
  readonly seen: number;
  readonly used: number;
  /** Rows left out because their amount or duration cannot be read; `rejectedRows` says why. */
  readonly unreadable: number;
  /** Rows left out on purpose, by reason. */
  readonly excluded: Readonly<Record<string, number>>;
}

/** Where the quantity of a source's used rows went; the three add up to `provenance.sums` of that source. */
export interface DistributionAccount {
  readonly toCreators: string;
  readonly toPlatformAccounts: string;
  readonly toUnreadableIds: string;
}

/** Where a document comes from. Instants are ISO 8601 in UTC, exact sums are decimal text. */
export interface Provenance {
  readonly window: { readonly start: string; readonly endExclusive: string };
  /** False while the window is still running. */
  readonly complete: boolean;
  readonly generatedAt: string;
  readonly trigger: Trigger;
  readonly engineVersion: string;
  readonly catalogueVersion: number;
  readonly rows: Readonly<Record<string, RowAccount>>;
  /** Rows whose amount or duration cannot be read, by collection and reason. */
  readonly rejectedRows: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Used rows whose id is absent or unusable, by collection and field: they count, but for nobody. */
  readonly unreadableIds: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Collections that do not exist and were taken as empty. */
  readonly missingSources: readonly string[];
  /** The exact quantity of the used rows, by collection: tokens or minutes. */
  readonly sums: Readonly<Record<string, string>>;
  readonly verifiedAt: string | null;
  readonly activeUsers?: ActiveUserBounds;
  /** Of an hourly document: the same for `dayActiveUsers`. */
  readonly dayActiveUsers?: ActiveUserBounds;
  /** When the figures that describe users as they are now were taken. */
  readonly usersCountedAt?: string;
  /** Of creators' documents: where the day's earnings went, by collection. */
  readonly distribution?: Readonly<Record<string, DistributionAccount>>;
  /** Of a creator's document: the rows behind this creator's figures, by collection. */
  readonly creatorRows?: Readonly<Record<string, number>>;
}

interface StoredDocument {
  /** When the document first came to be, ISO 8601; survives rewrites. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly provenance: Provenance;
}

export interface TokensBySource {
  readonly chat: number;
  readonly voice: number;
  readonly video: number;
  readonly tips: number;
  readonly other: number;
}

/** `platformKpiDaily/{YYYY-MM-DD}`. */
export interface PlatformKpiDaily extends StoredDocument {
  readonly date: string;
  readonly newUsers: number;
  readonly verifiedUsers: number;
  readonly verifiedUsersTotal: number | null;
  readonly activeUsers: number;
  readonly payingUsers: number;
  readonly totalTokensSpent: number;
  readonly totalTokenRevenuePLN: number;
  readonly tokensBySource: TokensBySource;
  readonly aiTokens: number;
  readonly totalChats: number;
  readonly totalVoiceMinutes: number;
  readonly totalVideoMinutes: number;
  readonly totalCalendarBookings: number;
  readonly totalEventTickets: number;
}

/** `platformKpiHourly/{YYYY-MM-DD_HH}`. */
export interface PlatformKpiHourly extends StoredDocument {
  readonly date: string;
  readonly hour: number;
  readonly activeUsers: number;
  readonly dayActiveUsers: number;
  readonly tokensSpent: number;
  readonly tokenRevenuePLN: number;
  readonly chatsStarted: number;
  readonly voiceMinutes: number;
  readonly videoMinutes: number;
}

/** `creatorKpiDaily/{userId}_{YYYY-MM-DD}`. */
export interface CreatorKpiDaily extends StoredDocument {
  readonly date: string;
  readonly userId: string;
  readonly earnedTokensChat: number;
  readonly earnedTokensVoice: number;
  readonly earnedTokensVideo: number;
  readonly earnedTokensCalendar: number;
  readonly earnedTokensEvents: number;
  readonly earnedTokensOther: number;
  readonly totalEarnedTokens: number;
  readonly totalEarnedPLN: number;
  readonly sessionsCount: number;
}

/** `safetyKpiDaily/{YYYY-MM-DD}`. */
export interface SafetyKpiDaily extends StoredDocument {
  readonly date: string;
  readonly reportsTotal: number;
  readonly reportsAI: number;
  readonly reportsHuman: number;
  readonly bansIssued: number;
  readonly autoBlocks: number;
  readonly panicEvents: number;
}

/**
 * `kpiPacks/creatorKpiDaily_{YYYY-MM-DD}`: what the creators' documents of one day have in common. Its existence says that
 * the creators of the day have been aggregated, even when there were none.
 */
export interface CreatorDayPack extends StoredDocument {
  readonly date: string;
  readonly creators: number;
  readonly totalEarnedTokens: number;
}

export interface KpiDocuments {
  readonly platformKpiDaily: PlatformKpiDaily;
  readonly platformKpiHourly: PlatformKpiHourly;
  readonly creatorKpiDaily: CreatorKpiDaily;
  readonly safetyKpiDaily: SafetyKpiDaily;
}

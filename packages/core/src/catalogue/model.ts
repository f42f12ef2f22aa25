import type { FieldKind } from '../readings/readings.ts';

/**
 * The vocabulary of the catalogue.
 *
 * - A **source** is a collection of the platform that is read.
 * - A **flow** is the rows of one source that matter for one purpose. Rows pass its gates in order; the first gate that a row
 *   fails names the reason why it is left out, so that rows seen = rows used + rows left out, reason by reason.
 * - A **measure** is a number taken from a flow: how many rows, how much, how many distinct ids.
 * - A **field** of a KPI document publishes a measure, or is derived from fields beside it.
 * - A **section** is the set of flows behind the documents that are stored, or fail, together.
 */
export type SourceName =
  | 'users'
  | 'walletTransactions'
  | 'aiChatSessions'
  | 'aiVoiceCallSessions'
  | 'aiVideoCallSessions'
  | 'calendarBookings'
  | 'eventTickets'
  | 'moderationQueue'
  | 'enforcement_logs'
  | 'safetyAlerts';

export interface SourceField {
  readonly kind: FieldKind;
  /** What goes wrong when no row has this field, for `doctor`. */
  readonly withoutIt: string;
  /** False for a field that a healthy row may lack. */
  readonly expected: boolean;
}

export interface Source {
  readonly name: SourceName;
  readonly description: string;
  readonly fields: Readonly<Record<string, SourceField>>;
  /** The one field that is summed; rows whose quantity cannot be read are counted by reason. */
  readonly quantity?: { readonly field: string; readonly kind: 'tokens' | 'minutes' };
}

/** Which rows pass. Text compares exactly; a value that is absent or of another kind equals nothing. */
export type Predicate =
  | { readonly field: string; readonly is: string | true }
  | { readonly field: string; readonly in: readonly string[] }
  | { readonly field: string; readonly notIn: readonly string[] }
  | { readonly field: string; readonly present: true };

export interface Gate {
  /** Why a row that does not pass is left out. */
  readonly otherwise: string;
  readonly pass: Predicate;
}

export type FlowId =
  | 'signUps'
  | 'spending'
  | 'earnings'
  | 'chats'
  | 'voiceCalls'
  | 'videoCalls'
  | 'bookings'
  | 'bookingEarnings'
  | 'tickets'
  | 'ticketEarnings'
  | 'reports'
  | 'enforcement'
  | 'alerts';

export interface Flow {
  readonly id: FlowId;
  readonly source: SourceName;
  /** The instant that places a row in a window. */
  readonly timeField: string;
  /** True when a row whose quantity cannot be read is left out of this flow. */
  readonly needsQuantity: boolean;
  readonly gates: readonly Gate[];
  /** Rows are also counted per creator, by this id. */
  readonly groupBy?: string;
}

export type Unit = 'people' | 'tokens' | 'PLN' | 'minutes' | 'chats' | 'bookings' | 'tickets' | 'reports' | 'actions' | 'events';

/** A number taken from the used rows of a flow, over the whole window or, in a grouped flow, per creator. */
export interface Measure {
  readonly id: string;
  readonly flow: FlowId;
  readonly aggregate: 'rows' | 'quantity' | { readonly distinct: string };
  /** True when the number is taken once per creator, by the flow's `groupBy`. */
  readonly perCreator?: true;
  readonly where?: readonly Predicate[];
}

/** A figure about users as they are at the moment of asking: never verified, never restated. */
export type Snapshot = 'activeUsers' | 'dayActiveUsers' | 'verifiedUsersTotal';

export type FieldOrigin =
  | { readonly measure: Measure }
  | { readonly measures: Readonly<Record<string, Measure>> }
  | { readonly snapshot: Snapshot }
  | { readonly sumOf: readonly string[] }
  | { readonly plnOf: string }
  | { readonly key: 'date' | 'hour' | 'userId' };

export interface DocumentField {
  readonly name: string;
  readonly type: 'text' | 'integer' | 'tokens' | 'minutes' | 'pln' | 'tokenMap';
  readonly unit?: Unit;
  readonly label: string;
  readonly description: string;
  readonly origin: FieldOrigin;
  /** What `null` says, for a field that may be null. */
  readonly nullMeans?: string;
  /** True where a fall is good news. */
  readonly downIsGood?: boolean;
}

export type KpiDocumentCollection = 'platformKpiDaily' | 'platformKpiHourly' | 'creatorKpiDaily' | 'safetyKpiDaily';

export interface KpiDocumentKind {
  readonly collection: KpiDocumentCollection;
  readonly grain: 'day' | 'hour';
  readonly description: string;
  readonly idFormat: string;
  readonly section: SectionId;
  readonly fields: readonly DocumentField[];
}

export type SectionId = 'platform' | 'creators' | 'safety';

export interface Section {
  readonly id: SectionId;
  readonly flows: readonly FlowId[];
  /** True when the section also takes snapshots of the users. */
  readonly observesUsers: boolean;
}

/** The parts of the configuration that decide which rows count. */
export interface CountingRules {
  readonly platformAccountIds: readonly string[];
  readonly nonEarningTypes: readonly string[];
  /** Set when the ledger books earnings as rows of their own types; then `nonEarningTypes` is not asked. */
  readonly earningTypes: readonly string[] | null;
  readonly contextsBookedElsewhere: readonly string[];
}

export interface Catalogue {
  readonly rules: CountingRules;
  readonly sources: Readonly<Record<SourceName, Source>>;
  readonly flows: Readonly<Record<FlowId, Flow>>;
  readonly documents: Readonly<Record<KpiDocumentCollection, KpiDocumentKind>>;
  readonly sections: Readonly<Record<SectionId, Section>>;
  /** Every measure by the flow it is taken from, each once. */
  readonly measuresByFlow: Readonly<Record<FlowId, readonly Measure[]>>;
}

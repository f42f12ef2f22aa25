/** What a KPI is, without any I/O: catalogue, calendar, money, configuration, aggregation, reports. */
export * from './api/api.ts';
export { type BackfillQueue, type BackfillTask, runBackfillDay } from './api/backfill.ts';
export type * from './api/context.ts';
export * from './api/endpoints.ts';
export { DEFAULT_MAX_READS } from './api/requests.ts';
export type { BackfillProgress, BackfillStart, MetricsResponse, StatusResponse } from './api/shapes.ts';
export type { CreatorTrendResponse, DayState, TrendResponse } from './api/trend-shapes.ts';
export * from './api/wire.ts';
export * from './calendar/utc.ts';
export * from './catalogue/catalogue.ts';
export * from './catalogue/collections.ts';
export { SECTION_IDS } from './catalogue/flows.ts';
export type * from './catalogue/model.ts';
export { SOURCE_NAMES, SOURCES } from './catalogue/sources.ts';
export * from './config/config.ts';
export type { FieldMapping, KpiConfig, SourceConfig } from './config/schema.ts';
export { nearestName } from './config/suggest.ts';
export * from './doctor/doctor.ts';
export * from './doctor/sample.ts';
export * from './documents/active-users.ts';
export { unsettledDates } from './documents/day-sections.ts';
export * from './documents/finish.ts';
export * from './documents/ids.ts';
export * from './documents/provenance.ts';
export type * from './documents/types.ts';
export * from './errors.ts';
export * from './jobs/aggregate-days.ts';
export * from './jobs/aggregate-hours.ts';
export * from './jobs/cleanup.ts';
export * from './jobs/context.ts';
export * from './jobs/day-lease.ts';
export type { RunStep } from './jobs/run-record.ts';
export * from './jobs/schedule.ts';
export * from './limited.ts';
export * from './money/decimal.ts';
export * from './money/tokens.ts';
export type * from './ports.ts';
export * from './readings/readings.ts';
export * from './readings/row-lookup.ts';
export * from './reports/ranges.ts';
export * from './reports/responses.ts';
export type {
  CreatorDailyResponse,
  PlatformDailyResponse,
  PlatformHourlyResponse,
  ProvenanceView,
  SafetyDailyResponse,
  SummaryResponse,
  TopCreatorsResponse,
} from './reports/shapes.ts';
export * from './slices/fold.ts';
export * from './slices/merge.ts';
export * from './slices/plan.ts';
export * from './slices/state.ts';
export * from './slices/tally.ts';

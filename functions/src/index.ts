/** The functions of KPI Core, by the names they are deployed under. */
export {
  kpi_aggregateDailyScheduled,
  kpi_aggregateHourlyScheduled,
  kpi_cleanupHourlyScheduled,
  kpiBackfillDay,
} from './pack324a-kpi-aggregation.ts';
export {
  kpi_admin_getBackfill,
  kpi_admin_getSummary,
  kpi_admin_getTopCreators,
  kpi_admin_getTrend,
  kpi_admin_startBackfill,
  kpi_admin_triggerAggregation,
  kpi_getCreatorDaily,
  kpi_getCreatorTrend,
  kpi_getMetrics,
  kpi_getPlatformDaily,
  kpi_getPlatformHourly,
  kpi_getSafetyDaily,
  kpi_getStatus,
} from './pack324a-kpi-endpoints.ts';
export type * from './pack324a-kpi-types.ts';

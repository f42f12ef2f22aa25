import { z } from 'zod';
import { DOCUMENTS } from '../catalogue/documents.ts';
import type { DocumentField, KpiDocumentCollection } from '../catalogue/model.ts';
import type { KpiDocuments } from '../documents/types.ts';
import { activeUserBounds, amount, count, counts, countsByReason, date, instant, provenanceViewSchema } from '../reports/shapes.ts';

const rowAccount = z.strictObject({ seen: count, used: count, unreadable: count, excluded: counts });

/** The provenance of a stored document, whole. */
const provenanceSchema = z.strictObject({
  window: z.strictObject({ start: instant, endExclusive: instant }),
  complete: z.boolean(),
  generatedAt: instant,
  trigger: provenanceViewSchema.unwrap().shape.trigger,
  engineVersion: z.string(),
  catalogueVersion: z.int(),
  rows: z.record(z.string(), rowAccount),
  rejectedRows: countsByReason,
  unreadableIds: countsByReason,
  missingSources: z.array(z.string()),
  sums: z.record(z.string(), z.string()),
  verifiedAt: instant.nullable(),
  activeUsers: activeUserBounds.optional(),
  usersCountedAt: instant.optional(),
});

/** A stored document: the catalogue's fields, its times and its provenance. The catalogue and the document types agree by test. */
function documentSchema<C extends KpiDocumentCollection>(collection: C): z.ZodType<KpiDocuments[C]> {
  const fields = DOCUMENTS[collection].fields.map((field) => [field.name, fieldSchema(field)] as const);
  const schema = z.strictObject({ ...Object.fromEntries(fields), createdAt: instant, updatedAt: instant, provenance: provenanceSchema });
  return schema as unknown as z.ZodType<KpiDocuments[C]>;
}

function fieldSchema({ name, type, origin, nullMeans }: DocumentField): z.ZodType {
  const schema = name === 'date' ? date : valueSchema(type, 'measures' in origin ? Object.keys(origin.measures) : []);
  return nullMeans === undefined ? schema : schema.nullable();
}

function valueSchema(type: DocumentField['type'], parts: readonly string[]): z.ZodType {
  if (type === 'text') return z.string();
  if (type === 'integer') return count;
  return type === 'tokenMap' ? z.strictObject(Object.fromEntries(parts.map((part) => [part, amount]))) : amount;
}

export const triggerAggregationSchema = z
  .strictObject({
    success: z.literal(true),
    date,
    creatorsProcessed: count,
    platformKpi: documentSchema('platformKpiDaily'),
    safetyKpi: documentSchema('safetyKpiDaily'),
  })
  .readonly();

export const backfillStartSchema = z
  .strictObject({
    startDate: date,
    endDate: date,
    days: count,
    tasks: count,
    reads: count.nullable(),
    maxReads: count,
    started: z.boolean(),
    id: z.string().nullable(),
  })
  .readonly();

export const backfillProgressSchema = z
  .strictObject({
    id: z.string(),
    startDate: date,
    endDate: date,
    state: z.enum(['running', 'succeeded', 'failed']),
    days: z.strictObject({ total: count, succeeded: count, failed: count, waiting: count }).readonly(),
    failedDates: z.array(date).readonly(),
    reads: count.nullable(),
    startedAt: instant,
    lastUpdated: instant,
  })
  .readonly();

export const metricsSchema = z
  .strictObject({
    catalogueVersion: z.int(),
    tokenToPlnRate: z.number(),
    timeZone: z.literal('UTC'),
    documents: z
      .array(
        z
          .strictObject({
            collection: z.string(),
            id: z.string(),
            grain: z.enum(['day', 'hour']),
            description: z.string(),
            fields: z
              .array(
                z
                  .strictObject({
                    name: z.string(),
                    label: z.string(),
                    unit: z.string().nullable(),
                    description: z.string(),
                    sources: z.array(z.string()).readonly(),
                    nullMeans: z.string().nullable(),
                    downIsGood: z.boolean(),
                  })
                  .readonly(),
              )
              .readonly(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();

const sectionOutcome = z.union([
  z.strictObject({ status: z.literal('stored'), documents: count }).readonly(),
  z.strictObject({ status: z.literal('failed'), documents: count, errors: z.array(z.string()).readonly() }).readonly(),
]);

const runSchema = z
  .strictObject({
    id: z.string(),
    job: z.string(),
    scheduledFor: instant.nullable(),
    startedAt: instant,
    endedAt: instant,
    from: z.string(),
    to: z.string(),
    outcome: z.enum(['succeeded', 'failed', 'abandoned']),
    sections: z.record(z.string(), sectionOutcome),
    rows: counts,
    reads: count.nullable(),
    engineVersion: z.string(),
  })
  .readonly();

export const statusSchema = z
  .strictObject({
    now: instant,
    today: date,
    engineVersion: z.string(),
    paused: z.boolean(),
    retention: z.strictObject({ hourlyDays: z.int().nullable(), dailyDays: z.int().nullable() }).readonly(),
    stored: z
      .array(z.strictObject({ collection: z.string(), documents: count, oldest: date.nullable(), newest: date.nullable() }).readonly())
      .readonly(),
    staleDays: z.strictObject({ from: date.nullable(), to: date.nullable(), dates: z.array(date).readonly() }).readonly(),
    failures: z
      .array(
        z
          .strictObject({
            run: z.string(),
            job: z.string(),
            section: z.string(),
            from: z.string(),
            to: z.string(),
            endedAt: instant,
            errors: z.array(z.string()).readonly(),
          })
          .readonly(),
      )
      .readonly(),
    jobs: z
      .array(
        z
          .strictObject({
            name: z.string(),
            cron: z.string(),
            timeZone: z.literal('UTC'),
            description: z.string(),
            lastRun: runSchema.nullable(),
          })
          .readonly(),
      )
      .readonly(),
    lastRuns: z.array(runSchema).readonly(),
  })
  .readonly();

/** The response of `kpi_admin_startBackfill`. */
export type BackfillStart = z.infer<typeof backfillStartSchema>;
/** The response of `kpi_admin_getBackfill`. */
export type BackfillProgress = z.infer<typeof backfillProgressSchema>;
/** The response of `kpi_getMetrics`. */
export type MetricsResponse = z.infer<typeof metricsSchema>;
/** The response of `kpi_getStatus`. */
export type StatusResponse = z.infer<typeof statusSchema>;

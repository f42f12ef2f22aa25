import { z } from 'zod';
import { DEFAULT_COUNTING_RULES } from '../catalogue/catalogue.ts';
import { KPI_COLLECTIONS } from '../catalogue/collections.ts';
import type { SourceName } from '../catalogue/model.ts';
import { SOURCE_NAMES, SOURCES } from '../catalogue/sources.ts';
import type { FieldKind } from '../readings/readings.ts';

const path = z.string().min(1).describe('Name of the field in the raw rows; dots lead into nested fields, for example metadata.creatorId.');

const encoding = z
  .enum(['auto', 'timestamp', 'epochMillis', 'iso'])
  .describe('How instants are written: Firestore timestamps, epoch milliseconds, ISO 8601 text, or auto for any of the three.');
const format = z
  .string()
  .min(2)
  .regex(/%/, 'a strptime format has at least one % directive, for example %Y%m%d')
  .describe('strptime format of a date or time in UTC, for example %Y%m%d.');

const constant = z
  .strictObject({ constant: z.union([z.string(), z.number(), z.boolean()]) })
  .describe('The same value for every row, for a field that the source lacks.');

const absent = z.null().describe('The source has no such field.');

const instantMapping = z.union([absent, path, z.strictObject({ field: path, encoding }), z.strictObject({ field: path, format })]);
const idMapping = z.union([
  absent,
  path,
  z.strictObject({ field: path, numbersAsText: z.boolean().describe('Read numeric ids as their text.') }),
  constant,
]);
const plainMapping = z.union([absent, path, constant]);
const adminMapping = z
  .union([absent, path])
  .describe('A field name, or null where users have no such field: a constant would say of every user alike whether he is an admin.');

/** Fields that make a user an admin. */
const ADMIN_FIELDS: readonly string[] = ['role', 'roles.admin'];

const collectionName = z
  .string()
  .min(1)
  .regex(/^[^/]+$/, 'the name of a collection at the top holds no "/"')
  .regex(new RegExp(`^(?!(?:${KPI_COLLECTIONS.join('|')})$)`), 'KPI Core writes this collection itself, so it cannot be a source');

function mappingOf(kind: FieldKind): z.ZodType<FieldMapping> {
  if (kind === 'instant') return instantMapping;
  return kind === 'id' ? idMapping : plainMapping;
}

/** Where a field of the catalogue is found in the raw rows. */
export type FieldMapping =
  | null
  | string
  | { readonly field: string; readonly encoding: 'auto' | 'timestamp' | 'epochMillis' | 'iso' }
  | { readonly field: string; readonly format: string }
  | { readonly field: string; readonly numbersAsText: boolean }
  | { readonly constant: string | number | boolean };

const files = z
  .strictObject({
    separator: z
      .union([z.literal('whitespace'), z.string().length(1)])
      .optional()
      .describe('What separates the columns of text files: one character, or "whitespace" for any run of blanks. Default: detected.'),
    header: z.array(z.string().min(1)).min(1).optional().describe('Names of the columns, for text files without a header line.'),
  })
  .describe('How to read text files of this source.');

function sourceSchema(name: SourceName) {
  const mappings = Object.entries(SOURCES[name].fields).map(([field, { kind }]) => {
    const saysAdmin = name === 'users' && ADMIN_FIELDS.includes(field);
    return [field, (saysAdmin ? adminMapping : mappingOf(kind)).optional()] as const;
  });
  const fields = Object.fromEntries(mappings);
  return z
    .strictObject({
      collection: collectionName.optional().describe(`Name of the collection, and of its files on import. Default: ${name}.`),
      id: path.nullable().optional().describe('Field that holds the document id; null for rows without one. Default: id, or __name__.'),
      timestamps: encoding.optional().describe('How this source writes its instants. Default: auto.'),
      fields: z.strictObject(fields).optional().describe('Fields that have other names in this source.'),
      files: files.optional(),
    })
    .describe(SOURCES[name].description);
}

export interface SourceConfig {
  readonly collection?: string | undefined;
  readonly id?: string | null | undefined;
  readonly timestamps?: 'auto' | 'timestamp' | 'epochMillis' | 'iso' | undefined;
  readonly fields?: Readonly<Record<string, FieldMapping | undefined>> | undefined;
  readonly files?: { readonly separator?: string | undefined; readonly header?: readonly string[] | undefined } | undefined;
}

const names = (text: string, fallback: readonly string[]) =>
  z
    .array(z.string().min(1))
    .default([...fallback])
    .describe(text);
const days = (text: string, fallback: number) =>
  z.number().int().min(1).max(36_500).nullable().default(fallback).describe(`${text} null keeps them for ever.`);

const sources = z
  .strictObject(Object.fromEntries(SOURCE_NAMES.map((name) => [name, sourceSchema(name).optional()])))
  .default({})
  .describe('How the platform names its collections and fields, where it differs from the defaults.');

/** `kpi.config.json`. */
export const configSchema = z
  .strictObject({
    $schema: z.string().optional().describe('Path or address of this schema, for editors.'),
    sources,
    platformAccountIds: names(
      'User ids of the platform’s own accounts; they are never creators.',
      DEFAULT_COUNTING_RULES.platformAccountIds,
    ),
    nonEarningTypes: names('Types of ledger rows that are never earnings.', DEFAULT_COUNTING_RULES.nonEarningTypes),
    earningTypes: z
      .array(z.string().min(1))
      .min(1)
      .nullable()
      .default(null)
      .describe('Types of ledger rows that are earnings, for a ledger that books them apart; null for every type outside nonEarningTypes.'),
    contextsBookedElsewhere: names(
      'Contexts of ledger rows whose earnings the bookings and tickets bring.',
      DEFAULT_COUNTING_RULES.contextsBookedElsewhere,
    ),
    localAdmins: names('User ids that the local host treats as admins, for data without a users collection.', []),
    region: z
      .string()
      .regex(/^[a-z]+-[a-z]+\d+$/, 'a region such as europe-central2')
      .default('europe-central2')
      .describe('Region under which the local host serves the functions. On Firebase KPI_REGION says where they are deployed.'),
    retention: z
      .strictObject({
        hourlyDays: days('Days that hourly documents are kept.', 7),
        dailyDays: days('Days that daily documents are kept.', 365),
      })
      .default({ hourlyDays: 7, dailyDays: 365 })
      .describe('How long KPI documents are kept.'),
    batchSize: z.number().int().min(1).max(500).default(500).describe('Most writes in one batch.'),
    paused: z.boolean().default(false).describe('True stops every job from writing.'),
  })
  .describe('Configuration of KPI Core.');

export type KpiConfig = Omit<z.infer<typeof configSchema>, 'sources'> & {
  readonly sources: Readonly<Partial<Record<SourceName, SourceConfig>>>;
};

import { z } from 'zod';
import { type DateRange, daysBetween, parseDateRange, parseUtcDate, type UtcDate } from '../calendar/utc.ts';
import { nearestName } from '../config/suggest.ts';
import { KpiError } from '../errors.ts';
import { isUsableId, MAX_ID_LENGTH } from '../readings/readings.ts';

/** Days that one range may span, both ends included. */
const MAX_RANGE_DAYS = 366;
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;
/** Document reads that aggregating a range may bill unless whoever asks for it allows more. */
export const DEFAULT_MAX_READS = 1_000_000;
/** Characters of a wrong value that an answer repeats. */
const SHOWN_CHARACTERS = 60;

const dateText = z.string().superRefine((text, context) => {
  try {
    parseUtcDate(text);
  } catch (error) {
    if (!(error instanceof KpiError)) throw error;
    context.addIssue({ code: 'custom', message: `${shown(text)} is not a day of the calendar.`, params: { expected: error.expected } });
  }
});

const userId = z.string().superRefine((text, context) => {
  if (isUsableId(text)) return;
  const expected = `an id of 1 to ${MAX_ID_LENGTH} characters without /`;
  context.addIssue({ code: 'custom', message: `${shown(text)} is not a user id.`, params: { expected } });
});

/** What the endpoints take. Whether a day lies in the future depends on the clock, so their handlers see to that. */
export const REQUESTS = {
  none: z.strictObject({}),
  day: z.strictObject({ date: dateText.describe('a day of the calendar, YYYY-MM-DD in UTC, not later than today') }),
  creatorDay: z.strictObject({
    userId: userId.describe(`an id of 1 to ${MAX_ID_LENGTH} characters without /`),
    date: dateText.describe('a day of the calendar, YYYY-MM-DD in UTC, not later than today'),
  }),
  range: z.strictObject({
    startDate: dateText.describe('first day, YYYY-MM-DD in UTC'),
    endDate: dateText.describe(`last day, not before the first and not later than today; at most ${MAX_RANGE_DAYS} days in all`),
  }),
  creatorRange: z.strictObject({
    userId: userId.describe(`an id of 1 to ${MAX_ID_LENGTH} characters without /`),
    startDate: dateText.describe('first day, YYYY-MM-DD in UTC'),
    endDate: dateText.describe(`last day, not before the first and not later than today; at most ${MAX_RANGE_DAYS} days in all`),
  }),
  backfill: z.strictObject({
    startDate: dateText.describe('first day, YYYY-MM-DD in UTC'),
    endDate: dateText.describe(`last day, not before the first and not later than today; at most ${MAX_RANGE_DAYS} days in all`),
    confirm: z.boolean().default(false).describe('true starts it; otherwise only the quote is answered'),
    maxReads: z
      .int()
      .min(1)
      .default(DEFAULT_MAX_READS)
      .describe('document reads that it may bill, a whole number from 1; above that it is not started'),
  }),
  backfillId: z.strictObject({ id: userId.describe('what kpi_admin_startBackfill called it') }),
  ranking: z.strictObject({
    startDate: dateText.describe('first day, YYYY-MM-DD in UTC'),
    endDate: dateText.describe(`last day, not before the first and not later than today; at most ${MAX_RANGE_DAYS} days in all`),
    limit: z.int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT).describe(`how many creators, 1 to ${MAX_LIMIT}`),
  }),
};

/**
 * Reads a request.
 * @param data as it came: nothing at all stands for a request without fields
 * @throws KpiError `invalid-argument`, naming the field and what was expected there
 */
export function parseRequest<T extends z.ZodObject>(schema: T, data: unknown): z.output<T> {
  const given = data ?? {};
  const fields = Object.keys(schema.shape);
  if (typeof given !== 'object' || Array.isArray(given)) {
    throw new KpiError('invalid-argument', `The request is ${shown(given)}.`, { expected: `an object with ${listed(fields)}` });
  }
  for (const key of Object.keys(given)) {
    if (fields.includes(key)) continue;
    const nearest = nearestName(cut(key), fields);
    throw new KpiError('invalid-argument', `${shown(key)} is not a field of this request.`, {
      field: cut(key),
      expected: `an object with ${listed(fields)}`,
      hint: nearest === undefined ? undefined : `Did you mean "${nearest}"?`,
    });
  }
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw problemOf(result.error.issues[0], given as Readonly<Record<string, unknown>>, schema);
}

function problemOf(issue: z.core.$ZodIssue | undefined, given: Readonly<Record<string, unknown>>, schema: z.ZodObject): KpiError {
  const field = String(issue?.path[0] ?? '');
  const value = Object.hasOwn(given, field) ? given[field] : undefined;
  const described = (schema.shape[field] as z.ZodType | undefined)?.description;
  if (value === undefined) return new KpiError('invalid-argument', `${field} is missing.`, { field, expected: described });
  if (issue?.code === 'custom') {
    const expected = issue.params?.['expected'] as string | undefined;
    return new KpiError('invalid-argument', `${field}: ${issue.message}`, { field, expected: expected ?? described });
  }
  return new KpiError('invalid-argument', `${field}: ${shown(value)} is not allowed.`, { field, expected: described });
}

/** A value as an answer repeats it: short, and never taken apart, however deep it is. */
function shown(value: unknown): string {
  if (typeof value === 'string') return `"${cut(value)}"`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function cut(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS - 1)}…`.toWellFormed() : text.toWellFormed();
}

function listed(fields: readonly string[]): string {
  return fields.length === 0 ? 'no fields' : fields.join(', ');
}

/** The range of a request. */
export function requestedRange(request: { readonly startDate: string; readonly endDate: string }, today: UtcDate): DateRange {
  const range = parseDateRange(request.startDate, request.endDate, today);
  const days = daysBetween(range.from, range.to) + 1;
  if (days > MAX_RANGE_DAYS) {
    throw new KpiError('invalid-argument', `startDate ${range.from} to endDate ${range.to} are ${days} days.`, {
      field: 'endDate',
      expected: `at most ${MAX_RANGE_DAYS} days`,
    });
  }
  return range;
}

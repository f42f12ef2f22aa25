import { catalogueFor, type Provenance, SOURCES, type SourceName } from '@pack324a/core';
import type { ContractCase } from './contract-case.ts';
import type { AdapterLimits } from './harness.ts';
import type { Platform } from './platform.ts';

/** Two floating-point sums of the same minutes, in another order or by another engine, are this close. */
const RELATIVE_TOLERANCE = 1e-9;
const ABSOLUTE_TOLERANCE = 1e-6;

/** A platform as an adapter can hold it. */
export function heldPlatform({ emptyMeansAbsent }: AdapterLimits, platform: Platform): Platform {
  if (emptyMeansAbsent !== true) return platform;
  return Object.fromEntries(Object.entries(platform).filter(([, rows]) => rows.length > 0));
}

/** A case without what was worked out by hand about collections that the adapter cannot hold. */
export function heldCase(limits: AdapterLimits, contractCase: ContractCase): ContractCase {
  const platform = heldPlatform(limits, contractCase.platform);
  if (Object.keys(platform).length === Object.keys(contractCase.platform).length) return contractCase;
  const { platformDay, safetyDay, pack } = contractCase;
  return {
    ...contractCase,
    platform,
    ...(platformDay === undefined ? {} : { platformDay: withoutMissing(platformDay) }),
    ...(safetyDay === undefined ? {} : { safetyDay: withoutMissing(safetyDay) }),
    ...(pack === undefined ? {} : { pack: withoutMissing(pack) }),
  };
}

function withoutMissing<T extends { readonly provenance?: unknown }>(figures: T): T {
  if (typeof figures.provenance !== 'object') return figures;
  const { missingSources: _missing, ...provenance } = figures.provenance as Record<string, unknown>;
  return { ...figures, provenance };
}

const MINUTE_SOURCES = Object.values(SOURCES).flatMap(({ name, quantity }) => (quantity?.kind === 'minutes' ? [name] : []));
const MINUTE_FIELDS = Object.values(catalogueFor().documents).flatMap(({ fields }) =>
  fields.filter(({ type }) => type === 'minutes').map(({ name }) => name),
);

interface Document {
  readonly provenance: Provenance;
}

/**
 * Documents with the minutes of the expected ones, wherever an adapter that sums them in floating point came close enough: what
 * is left can be compared bit for bit.
 */
export function withExpectedMinutes<T extends Document>(
  { approximateMinutes }: AdapterLimits,
  actual: ReadonlyMap<string, T>,
  expected: ReadonlyMap<string, T>,
): Map<string, T> {
  if (approximateMinutes !== true) return new Map(actual);
  return new Map([...actual].map(([id, document]) => [id, adopted(document, expected.get(id))]));
}

function adopted<T extends Document>(actual: T, expected: T | undefined): T {
  if (expected === undefined) return actual;
  const [figures, wanted] = [actual, expected] as unknown as readonly Record<string, unknown>[];
  const minutes = MINUTE_FIELDS.filter((field) => isClose(figures?.[field], wanted?.[field])).map((field) => [field, wanted?.[field]]);
  const { sums } = actual.provenance;
  const close = MINUTE_SOURCES.filter((source: SourceName) => isClose(sums[source], expected.provenance.sums[source]));
  const expectedSums = Object.fromEntries(close.map((source) => [source, expected.provenance.sums[source]]));
  return { ...actual, ...Object.fromEntries(minutes), provenance: { ...actual.provenance, sums: { ...sums, ...expectedSums } } };
}

function isClose(actual: unknown, expected: unknown): boolean {
  if (actual === undefined || expected === undefined) return false;
  const difference = Math.abs(Number(actual) - Number(expected));
  return difference <= ABSOLUTE_TOLERANCE + RELATIVE_TOLERANCE * Math.abs(Number(expected));
}

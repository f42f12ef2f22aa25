import { parseInstant, toIso } from '@pack324a/core';
import { FirestoreTime } from '../gateway.ts';

type Data = Readonly<Record<string, unknown>>;

/** The fields of our documents that Firestore holds as timestamps, so that they can be asked for as such, and expire. */
const TIMES: readonly string[] = ['createdAt', 'updatedAt'];
const NANOSECONDS_PER_MS = 1_000_000;

/** A document as Firestore holds it. Fields that are undefined are left out. */
export function toStored(document: object): Data {
  const entries = Object.entries(document).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, isTime(name, value) ? timeOf(value) : withoutUndefined(value)]));
}

/** The inverse of `toStored`: instants are ISO 8601 texts in UTC with milliseconds. */
export function fromStored(data: Data): Record<string, unknown> {
  const entries = Object.entries(data).map(([name, value]) => [name, value instanceof FirestoreTime ? isoOf(value) : value]);
  return Object.fromEntries(entries);
}

function isTime(name: string, value: unknown): value is string {
  return TIMES.includes(name) && typeof value === 'string';
}

function timeOf(iso: string): FirestoreTime {
  return FirestoreTime.fromMillis(parseInstant(iso));
}

function isoOf({ seconds, nanoseconds }: FirestoreTime): string {
  return toIso(seconds * 1000 + Math.floor(nanoseconds / NANOSECONDS_PER_MS));
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null || value instanceof FirestoreTime) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(entries.map(([name, field]) => [name, withoutUndefined(field)]));
}

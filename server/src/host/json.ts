import { isUtf8 } from 'node:buffer';
import { KpiError } from '@pack324a/core';

/** Requests of ours nest three deep; more than this is no request, and a walk stays far from the end of the stack. */
const MAX_DEPTH = 32;
/** Keys that reach a prototype when an object is copied by assignment. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const INT64 = 'type.googleapis.com/google.protobuf.Int64Value';
const UINT64 = 'type.googleapis.com/google.protobuf.UInt64Value';

/** Parses a JSON body in UTF-8. Throws `KpiError` `invalid-argument` when it is not that. */
export function parseJson(body: unknown): unknown {
  if (!Buffer.isBuffer(body) || body.length === 0) throw invalid('a JSON body');
  if (!isUtf8(body)) throw invalid('text in UTF-8');
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw invalid('valid JSON');
  }
}

/** True of what JSON calls an object. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Checks a freshly parsed value all through and decodes whole numbers that mobile clients wrap as text
 * (https://firebase.google.com/docs/functions/callable-reference#serialization); it is changed in place.
 * @throws KpiError `invalid-argument` for keys that reach a prototype, for deep nesting, and for numbers beyond exact ones
 */
export function decodeData(value: unknown, depth = 0): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw invalid('finite numbers');
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) throw invalid(`at most ${MAX_DEPTH} levels of nesting`);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) value[index] = decodeData(item, depth + 1);
    return value;
  }
  const record = value as Record<string, unknown>;
  for (const key of Object.keys(record)) {
    if (FORBIDDEN_KEYS.has(key)) throw invalid(`no field named ${key}`);
    record[key] = decodeData(record[key], depth + 1);
  }
  return '@type' in record ? unwrapInteger(record) : record;
}

function unwrapInteger({ '@type': type, value }: Record<string, unknown>): number {
  const text = typeof value === 'number' ? String(value) : value;
  const isInteger = typeof text === 'string' && /^-?\d{1,20}$/.test(text);
  const number = Number(text);
  if (isInteger && Number.isSafeInteger(number) && (type === INT64 || (type === UINT64 && number >= 0))) return number;
  throw invalid(`a value of type Int64Value or UInt64Value up to ${Number.MAX_SAFE_INTEGER} where there is an "@type"`);
}

function invalid(expected: string): KpiError {
  return new KpiError('invalid-argument', 'The request cannot be read.', { expected });
}

/** Texts of results that are frozen, and so answer many calls as they are. */
const texts = new WeakMap<object, string>();

/** JSON text of a result. Throws a `TypeError` for numbers that JSON cannot say: they would arrive as null. */
export function encodeResult(result: unknown): string {
  const isShared = typeof result === 'object' && result !== null && Object.isFrozen(result);
  const known = isShared ? texts.get(result) : undefined;
  if (known !== undefined) return known;
  assertFinite(result);
  const text = JSON.stringify(result ?? null);
  if (isShared) texts.set(result, text);
  return text;
}

function assertFinite(value: unknown): void {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`a result holds ${value}`);
  if (typeof value !== 'object' || value === null) return;
  for (const part of Object.values(value)) assertFinite(part);
}

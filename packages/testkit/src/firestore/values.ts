import { FirestoreTime } from '@pack324a/firestore';

/** A geographical point, which is read as `{latitude, longitude}`. */
export class GeoPointValue {
  readonly latitude: number;
  readonly longitude: number;

  constructor(latitude: number, longitude: number) {
    this.latitude = latitude;
    this.longitude = longitude;
  }
}

/** A reference to another document, which is read as `{path}`. */
export class ReferenceValue {
  /** From the root of the database: `users/ann`. */
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }
}

export type MapValue = { readonly [field: string]: unknown };

/** The order of value types (https://firebase.google.com/docs/firestore/manage-data/data-types#value_type_ordering). */
const RANK = { null: 0, boolean: 1, number: 2, time: 3, text: 4, bytes: 5, reference: 6, geoPoint: 7, array: 8, map: 9 } as const;

/** Where the type of a value stands in the order of types; undefined when Firestore has no such type. */
export function rankOf(value: unknown): number | undefined {
  if (value === null) return RANK.null;
  if (typeof value === 'boolean') return RANK.boolean;
  if (typeof value === 'number') return RANK.number;
  if (typeof value === 'string') return RANK.text;
  if (typeof value !== 'object') return undefined;
  if (value instanceof FirestoreTime) return RANK.time;
  if (value instanceof Uint8Array) return RANK.bytes;
  if (value instanceof ReferenceValue) return RANK.reference;
  if (value instanceof GeoPointValue) return RANK.geoPoint;
  if (Array.isArray(value)) return RANK.array;
  return isMap(value) ? RANK.map : undefined;
}

export function isMap(value: unknown): value is MapValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Negative, zero or positive, as the first value comes before, with or after the second in an index. */
export function compareValues(left: unknown, right: unknown): number {
  const rank = rankOf(left) ?? 0;
  const difference = rank - (rankOf(right) ?? 0);
  return difference !== 0 ? difference : compareAlike(rank, left, right);
}

function compareAlike(rank: number, left: unknown, right: unknown): number {
  switch (rank) {
    case RANK.boolean:
      return Number(left) - Number(right);
    case RANK.number:
      return compareNumbers(left as number, right as number);
    case RANK.time:
      return compareTimes(left as FirestoreTime, right as FirestoreTime);
    case RANK.text:
      return compareText(left as string, right as string);
    case RANK.bytes:
      return Buffer.compare(left as Uint8Array, right as Uint8Array);
    case RANK.reference:
      return compareLists((left as ReferenceValue).path.split('/'), (right as ReferenceValue).path.split('/'));
    case RANK.geoPoint:
      return compareGeoPoints(left as GeoPointValue, right as GeoPointValue);
    case RANK.array:
      return compareLists(left as unknown[], right as unknown[]);
    case RANK.map:
      return compareMaps(left as MapValue, right as MapValue);
    default:
      return 0;
  }
}

/** NaN is equal to itself and comes before all other numbers; zero has no sign. */
function compareNumbers(left: number, right: number): number {
  if (left < right) return -1;
  if (left > right) return 1;
  return left === right ? 0 : Number(Number.isNaN(right)) - Number(Number.isNaN(left));
}

function compareTimes(left: FirestoreTime, right: FirestoreTime): number {
  return left.seconds - right.seconds || left.nanoseconds - right.nanoseconds;
}

const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;

/** By UTF-8 bytes, in which U+FFFF comes before U+10000; JavaScript's own order compares UTF-16 units. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
  }
  return left.length - right.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= FIRST_SURROGATE && unit <= LAST_SURROGATE;
}

function compareGeoPoints(left: GeoPointValue, right: GeoPointValue): number {
  return compareNumbers(left.latitude, right.latitude) || compareNumbers(left.longitude, right.longitude);
}

function compareLists(left: readonly unknown[], right: readonly unknown[]): number {
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = compareValues(left[index], right[index]);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Field by field in the order of their names: name first, then value; the map that runs out first is the lesser. */
function compareMaps(left: MapValue, right: MapValue): number {
  const names = Object.keys(left).sort(compareText);
  const others = Object.keys(right).sort(compareText);
  for (let index = 0; index < Math.min(names.length, others.length); index++) {
    const name = names[index] as string;
    const other = others[index] as string;
    const difference = compareText(name, other) || compareValues(left[name], right[other]);
    if (difference !== 0) return difference;
  }
  return names.length - others.length;
}

/** The segments of a dotted path. */
export function segmentsOf(path: string): readonly string[] {
  return path.split('.');
}

/** The value under nested maps; undefined where there is none. */
export function valueAt(data: MapValue, segments: readonly string[]): unknown {
  let value: unknown = data;
  for (const segment of segments) {
    if (!isMap(value) || !Object.hasOwn(value, segment)) return undefined;
    value = value[segment];
  }
  return value;
}

/** A copy as readers get it. */
function copyOut(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof FirestoreTime) return new FirestoreTime(value.seconds, value.nanoseconds);
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (value instanceof ReferenceValue) return { path: value.path };
  if (value instanceof GeoPointValue) return { latitude: value.latitude, longitude: value.longitude };
  if (Array.isArray(value)) return value.map(copyOut);
  return copyMapOut(value as MapValue);
}

export function copyMapOut(map: MapValue): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(map)) copy[name] = copyOut(map[name]);
  return copy;
}

/** A copy of the fields asked for, within the maps that they stand in. */
export function project(data: MapValue, paths: readonly (readonly string[])[]): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const segments of paths) {
    const value = valueAt(data, segments);
    if (value === undefined) continue;
    let parent = copy;
    for (const segment of segments.slice(0, -1)) {
      parent[segment] ??= {};
      parent = parent[segment] as Record<string, unknown>;
    }
    parent[segments.at(-1) as string] = copyOut(value);
  }
  return copy;
}

/** Text that is the same exactly for equal values, types included. */
export function canonicalText(value: unknown): string {
  const rank = rankOf(value);
  if (rank === RANK.map) {
    const map = value as MapValue;
    const names = Object.keys(map).sort(compareText);
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalText(map[name])}`).join(',')}}`;
  }
  if (rank === RANK.array) return `[${(value as unknown[]).map(canonicalText).join(',')}]`;
  if (rank === RANK.number) return Object.is(value, -0) ? '-0' : String(value);
  if (rank === RANK.text) return JSON.stringify(value);
  if (rank === RANK.bytes) return `bytes(${Buffer.from(value as Uint8Array).toString('hex')})`;
  return rank === undefined || rank < RANK.time ? String(value) : `${rank}${JSON.stringify(value)}`;
}

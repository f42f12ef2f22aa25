import { hash } from 'node:crypto';
import type { KpiConfig } from '@pack324a/core';

/** Names a configuration: the same for two that say the same, in whatever order their keys are written. */
export function configHash(config: KpiConfig): string {
  return hash('sha256', JSON.stringify(config, sorted));
}

/** A replacer for `JSON.stringify`: objects get their keys in order. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}

import { DEFAULT_CONFIG, type KpiConfig, parseConfig } from '@pack324a/core';
import { expect, it } from 'vitest';
import { configHash } from '../src/local/config-hash.ts';

/** The same value with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, reversed(inner)] as const);
  return Object.fromEntries(entries.reverse());
}

it('a configuration has the same hash in whatever order it is written, and another when it says something else', () => {
  const config = parseConfig({ localAdmins: ['ann', 'bob'], sources: { users: { fields: { createdAt: 'since', role: 'kind' } } } });
  const other = reversed(config) as KpiConfig;
  expect(JSON.stringify(other)).not.toBe(JSON.stringify(config));
  expect(configHash(other)).toBe(configHash(config));
  const changes: Partial<KpiConfig>[] = [
    { paused: true },
    { retention: { ...config.retention, dailyDays: null } },
    { localAdmins: ['bob', 'ann'] },
    DEFAULT_CONFIG,
  ];
  const hashes = [config, ...changes.map((change) => ({ ...config, ...change }))].map(configHash);
  expect(new Set(hashes).size).toBe(hashes.length);
});

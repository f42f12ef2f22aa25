import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_CONFIG } from '@pack324a/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readConfiguration } from '../src/configuration.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kpi-functions-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

it('is the default without a file and without a parameter', () => {
  expect(readConfiguration(folder)).toEqual(DEFAULT_CONFIG);
});

it('is the file beside the code', () => {
  writeFileSync(join(folder, 'kpi.config.json'), '{"batchSize": 100}');
  expect(readConfiguration(folder)).toEqual({ ...DEFAULT_CONFIG, batchSize: 100 });
});

it('is the parameter where that is set', () => {
  writeFileSync(join(folder, 'kpi.config.json'), '{"batchSize": 100}');
  vi.stubEnv('KPI_CONFIG', '{"paused": true}');
  expect(readConfiguration(folder)).toEqual({ ...DEFAULT_CONFIG, paused: true });
});

it.each([
  ['KPI_CONFIG is not JSON', '{"paused": true'],
  ['KPI_CONFIG is not valid:\n  "pausd" is unknown; did you mean "paused"?', '{"pausd": true}'],
])('is refused: %s', (message, text) => {
  vi.stubEnv('KPI_CONFIG', text);
  expect(() => readConfiguration(folder)).toThrow(message);
});

it('is refused when the file is not valid', () => {
  writeFileSync(join(folder, 'kpi.config.json'), '{"batchSize": 501}');
  expect(() => readConfiguration(folder)).toThrow(/^kpi\.config\.json is not valid:\n {2}batchSize/);
});

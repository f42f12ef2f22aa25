import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleForAndroid } from '../lib/native-bundle.mjs';
import { inRoot } from '../lib/root.mjs';

/** Half a minute on two idle cores, and others are at work beside it. */
const BUNDLE_TIMEOUT_MS = 8 * 60_000;
/** The first bytes of a file of Hermes bytecode (`MAGIC` in `BytecodeFileFormat.h` of Hermes, little-endian). */
const HERMES_MAGIC = 'c61fbc03c103191f';

let folder: string;
let code: { readonly name: string; readonly bytes: Buffer }[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kpi android '));
  const files: string[] = await bundleForAndroid(folder);
  code = files.map((name) => ({ name, bytes: readFileSync(name) }));
}, BUNDLE_TIMEOUT_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the app for a phone', () => {
  it('is bundled, and compiled where the compiler runs', () => {
    expect(code.length).toBeGreaterThan(0);
    for (const { name, bytes } of code) {
      if (name.endsWith('.hbc')) expect(bytes.subarray(0, 8).toString('hex'), name).toBe(HERMES_MAGIC);
      expect(bytes.length, name).toBeGreaterThan(1_000);
    }
    const isWithoutCompiler = process.platform === 'linux' && process.arch !== 'x64';
    expect(code.filter(({ name }) => name.endsWith('.hbc')).length).toBe(isWithoutCompiler ? 0 : code.length);
  });

  it('has every screen', () => {
    const screens = readdirSync(inRoot('app-mobile', 'app'), { recursive: true })
      .map((name) => String(name).replaceAll('\\', '/'))
      .filter((name) => name.endsWith('.tsx'));
    expect(screens).toContain('admin/kpi-dashboard.tsx');
    // The table of routes names each by its file.
    expect(screens.filter((name) => !code.some(({ bytes }) => bytes.includes(`./${name}`)))).toEqual([]);
  });
});

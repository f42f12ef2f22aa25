import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInstalled, markInstalled } from '../lib/lockfile.mjs';

const LOCK = {
  '': { name: 'product' },
  'node_modules/needed': { version: '1.2.3' },
  'node_modules/tool': { version: '2.0.0', dev: true },
  'node_modules/needed-for-another-platform': { version: '1.0.0', optional: true },
};

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kpi łąka '));
  write('package-lock.json', { packages: LOCK });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, content: unknown): void {
  writeFileSync(join(root, name), JSON.stringify(content));
}

/** What npm leaves behind: a folder for each package, and its own record of them. */
function install(packages: Readonly<Record<string, { readonly version: string }>>): void {
  for (const path of Object.keys(packages)) mkdirSync(join(root, path), { recursive: true });
  write('node_modules/.package-lock.json', { packages });
}

const marker = (): { level: string; platform: string } =>
  JSON.parse(readFileSync(join(root, 'node_modules', '.kpi-installed.json'), 'utf8'));

const RUNTIME = { 'node_modules/needed': { version: '1.2.3' } };
const ALL = { ...RUNTIME, 'node_modules/tool': { version: '2.0.0' } };

describe('what is installed', () => {
  it('is nothing in a fresh checkout', () => {
    expect(isInstalled(root, 'runtime')).toBe(false);
  });

  it('is taken from npm’s own record, and marked, when somebody else installed it', () => {
    install(ALL);
    expect(isInstalled(root, 'runtime')).toBe(true);
    expect(marker().level).toBe('all');
    expect(isInstalled(root, 'all')).toBe(true);
  });

  it('is enough for running without the tools, and not for testing', () => {
    install(RUNTIME);
    expect([isInstalled(root, 'runtime'), isInstalled(root, 'all')]).toEqual([true, false]);
  });

  it('is noticed to be stale when the lock changes, or packages go', () => {
    install(ALL);
    markInstalled(root, 'all');
    write('package-lock.json', { packages: { ...LOCK, 'node_modules/needed': { version: '1.2.4' } } });
    expect(isInstalled(root, 'runtime')).toBe(false);
    write('package-lock.json', { packages: LOCK });
    install(RUNTIME);
    expect([isInstalled(root, 'runtime'), isInstalled(root, 'all')]).toEqual([true, false]);
    rmSync(join(root, 'node_modules', 'needed'), { recursive: true });
    rmSync(join(root, 'node_modules', '.kpi-installed.json'));
    expect(isInstalled(root, 'runtime')).toBe(false);
  });

  it('does not carry over to another platform', () => {
    install(ALL);
    markInstalled(root, 'all');
    write('node_modules/.kpi-installed.json', { ...marker(), platform: 'plan9-mips' });
    expect(isInstalled(root, 'runtime')).toBe(false);
  });

  it('is asked again when the marker is damaged', () => {
    install(ALL);
    writeFileSync(join(root, 'node_modules', '.kpi-installed.json'), '{"level":');
    expect(isInstalled(root, 'all')).toBe(true);
  });
});

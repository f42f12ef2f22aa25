import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtDashboard } from '../../server/src/serve/dashboard-folder.ts';
import { ensureBuild } from '../lib/dashboard-builds.mjs';
import { compressTexts, exportDashboard, failure } from '../lib/dashboard-export.mjs';
import { sourcesKey } from '../lib/dashboard-sources.mjs';
import { exportEnvironment } from '../lib/expo.mjs';
import { inRoot } from '../lib/root.mjs';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'kpi búilds '));
  folder = join(parent, 'dashboard');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const entries = (): string[] => readdirSync(folder).sort();

/** A builder that writes a page with the text, and counts. */
function builder(text = 'page') {
  const made: string[] = [];
  return {
    made,
    build: async (target: string) => {
      made.push(target);
      mkdirSync(target);
      writeFileSync(join(target, 'index.html'), text);
    },
  };
}

const builtFor = (key: string, build = builder(key).build): Promise<string> => ensureBuild({ folder, keyOf: () => key, build });

describe('a build of the dashboard', () => {
  it('is made once for a state of the sources, whole before it has its name', async () => {
    const { made, build } = builder();
    const first = await builtFor('one', build);
    expect(first).toBe(join(folder, 'web-one'));
    expect(readFileSync(join(first, 'index.html'), 'utf8')).toBe('page');
    expect(made).toHaveLength(1);
    expect(made[0]).not.toContain('web-');
    expect(await builtFor('one', build)).toBe(first);
    expect(made).toHaveLength(1);
    expect(entries()).toEqual(['web-one']);
    await builtFor('two', build);
    expect(made).toHaveLength(2);
  });

  it('is where the host looks for the one that was made or used last', async () => {
    const first = await builtFor('one');
    const past = new Date(Date.now() - 60_000);
    utimesSync(first, past, past);
    const second = await builtFor('two');
    const later = new Date(Date.now() - 30_000);
    utimesSync(second, later, later);
    expect(builtDashboard({}, folder)).toBe(second);
    await builtFor('one');
    expect(builtDashboard({}, folder)).toBe(first);
  });

  it('leaves nothing when it fails, and is tried again', async () => {
    const failing = async (target: string): Promise<void> => {
      mkdirSync(target);
      writeFileSync(join(target, 'index.html'), 'half');
      throw new Error('no');
    };
    await expect(builtFor('one', failing)).rejects.toThrow('no');
    expect(entries()).toEqual([]);
    expect(readFileSync(join(await builtFor('one'), 'index.html'), 'utf8')).toBe('one');
  });

  it('is made anew when the sources changed while it was made', async () => {
    let key = 'before';
    const changes: string[] = [];
    const build = async (target: string): Promise<void> => {
      await builder(key).build(target);
      key = 'after';
    };
    const target = await ensureBuild({ folder, keyOf: () => key, build, onChange: () => changes.push(key) });
    expect([target, changes]).toEqual([join(folder, 'web-after'), ['after']]);
    expect(entries()).toEqual(['web-after']);
  });

  it('is given up when the sources change each time', async () => {
    let count = 0;
    const { made, build } = builder();
    const keyOf = (): string => {
      count += 1;
      return `key${count}`;
    };
    const result = ensureBuild({ folder, keyOf, build });
    await expect(result).rejects.toThrow('its sources keep changing');
    expect(made.length).toBeLessThan(10);
    expect(entries()).toEqual([]);
  });

  it('goes after two newer ones have been made', async () => {
    for (const [index, key] of ['one', 'two', 'three', 'four'].entries()) {
      const target = await builtFor(key);
      const time = new Date(Date.now() + (index - 10) * 60_000);
      utimesSync(target, time, time);
    }
    expect(entries()).toEqual(['web-four', 'web-three', 'web-two']);
  });
});

describe('two who need a build at the same moment', () => {
  it('get the same one, made once', async () => {
    let made = 0;
    let waited = 0;
    const build = async (target: string): Promise<void> => {
      made += 1;
      await wait(300);
      await builder().build(target);
    };
    const options = { folder, keyOf: () => 'one', build, onWait: () => void waited++ };
    const targets = await Promise.all([ensureBuild(options), ensureBuild(options), ensureBuild(options)]);
    expect(new Set(targets).size).toBe(1);
    expect([made, waited]).toEqual([1, 2]);
    expect(entries()).toEqual(['web-one']);
  });

  it('do not wait for one that was killed, and remove what it left', async () => {
    const program = `
      import { mkdirSync, writeFileSync } from 'node:fs';
      import { ensureBuild } from ${JSON.stringify(inRoot('scripts', 'lib', 'dashboard-builds.mjs'))};
      const build = async (target) => {
        mkdirSync(target);
        writeFileSync(target + '/index.html', 'half');
        process.stdout.write('building');
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      };
      await ensureBuild({ folder: ${JSON.stringify(folder)}, keyOf: () => 'one', build });
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(entries()).toEqual([expect.stringMatching(/^\.building-/), '.lock']);
    expect(builtDashboard({}, folder)).toBeUndefined();
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
    const target = await builtFor('one');
    expect(readFileSync(join(target, 'index.html'), 'utf8')).toBe('one');
    expect(entries()).toEqual(['web-one']);
  });

  it('do not wait for a lock that is older than any build', async () => {
    mkdirSync(folder);
    const lock = join(folder, '.lock');
    // Of a process that is running: this one.
    writeFileSync(lock, String(process.pid));
    const longAgo = new Date(Date.now() - 11 * 60_000);
    utimesSync(lock, longAgo, longAgo);
    expect(existsSync(await builtFor('one'))).toBe(true);
  });

  it('stop waiting when they are asked to', async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, '.lock'), String(process.pid));
    const stopping = new AbortController();
    const result = ensureBuild({
      folder,
      keyOf: () => 'one',
      build: builder().build,
      onWait: () => stopping.abort(),
      signal: stopping.signal,
    });
    await expect(result).rejects.toThrow('aborted');
  });
});

describe('the key of the sources', () => {
  const write = (path: string, text: string): void => {
    mkdirSync(join(parent, path, '..'), { recursive: true });
    writeFileSync(join(parent, path), text);
  };

  beforeEach(() => {
    write('app-mobile/app/index.tsx', 'a');
    write('app-mobile/src/tile.tsx', 'b');
    write('app-mobile/app.json', '{}');
    write('packages/client/src/index.ts', 'c');
    write('packages/core/src/index.ts', 'd');
    write('package-lock.json', '{}');
  });

  it.each([
    'app-mobile/app/index.tsx',
    'app-mobile/app/new.tsx',
    'app-mobile/public/index.html',
    'app-mobile/metro.config.js',
    'app-mobile/app.json',
    'packages/client/src/index.ts',
    'packages/core/src/deep/new.ts',
    'package-lock.json',
    'scripts/lib/dashboard-export.mjs',
  ])('changes with %s, and comes back with it', (path) => {
    const before = sourcesKey(parent);
    expect(before).toMatch(/^[0-9a-f]{16}$/);
    expect(sourcesKey(parent)).toBe(before);
    const text = existsSync(join(parent, path)) ? readFileSync(join(parent, path), 'utf8') : undefined;
    write(path, 'changed');
    expect(sourcesKey(parent)).not.toBe(before);
    if (text === undefined) rmSync(join(parent, path));
    else write(path, text);
    expect(sourcesKey(parent)).toBe(before);
  });

  it.each([
    'app-mobile/dist/index.html',
    'app-mobile/node_modules/a/index.js',
    'app-mobile/.expo/devices.json',
    'app-mobile/.env',
    'app-mobile/test/tile.test.ts',
    'packages/core/test/a.test.ts',
    'server/src/index.ts',
    'README.md',
  ])('does not change with %s', (path) => {
    const before = sourcesKey(parent);
    write(path, 'changed');
    expect(sourcesKey(parent)).toBe(before);
  });

  it('changes when what one file holds moves to another', () => {
    write('app-mobile/src/one.ts', 'ab');
    write('app-mobile/src/two.ts', 'c');
    const before = sourcesKey(parent);
    write('app-mobile/src/one.ts', 'a');
    write('app-mobile/src/two.ts', 'bc');
    expect(sourcesKey(parent)).not.toBe(before);
  });
});

describe('a build that is stopped', () => {
  it('ends where it stands, and leaves nothing', async () => {
    const signal = AbortSignal.timeout(500);
    await expect(builtFor('one', (target) => exportDashboard(target, { signal }))).rejects.toThrow('timeout');
    expect(entries()).toEqual([]);
  });
});

describe('a build that fails', () => {
  it('is told by the error that the bundler named, and what it said about it', () => {
    const said = `Starting Metro Bundler\n\nError: \u001b[31mUnable to resolve module ./x.ts from /a/b.ts\u001b[39m: \n\nNone of these files exist:\n${'  * x\n'.repeat(30)}`;
    const { message, lines } = failure(said, 'the bundler ended with exit code 1');
    expect(message).toBe('Unable to resolve module ./x.ts from /a/b.ts');
    expect(lines.slice(0, 2)).toEqual(['Error: Unable to resolve module ./x.ts from /a/b.ts:', 'None of these files exist:']);
    expect(lines.length).toBeLessThan(20);
  });

  it('is told by its last words where it named none', () => {
    expect(failure('one\n\ntwo\n', 'the bundler ended with exit code 137')).toMatchObject({
      message: 'the bundler ended with exit code 137',
      lines: ['one', 'two'],
    });
  });
});

describe('what goes into a build', () => {
  it('is nothing of the variables around it', () => {
    const env = exportEnvironment({
      PATH: '/bin',
      EXPO_PUBLIC_API: 'https://example.org',
      EXPO_DEBUG: '1',
      NODE_ENV: 'test',
      TMPDIR: '/elsewhere',
    });
    expect(env).toMatchObject({ PATH: '/bin', NODE_ENV: 'production', CI: '1', EXPO_OFFLINE: '1', EXPO_NO_DOTENV: '1' });
    expect(Object.keys(env).filter((name) => /^EXPO_(?:PUBLIC|DEBUG)/.test(name))).toEqual([]);
    expect(env.TMPDIR).toBe(inRoot('node_modules', '.cache', 'kpi-dashboard'));
  });

  it('has compressed copies beside its larger texts, and beside nothing else', async () => {
    const text = 'text '.repeat(1000);
    mkdirSync(join(folder, 'deep'), { recursive: true });
    for (const name of ['index.html', 'large.js', 'small.js', 'large.png']) {
      writeFileSync(join(folder, 'deep', name), name.startsWith('small') ? 'x' : text);
    }
    await compressTexts(folder);
    expect(readdirSync(join(folder, 'deep')).sort()).toEqual([
      'index.html',
      'large.js',
      'large.js.br',
      'large.js.gz',
      'large.png',
      'small.js',
    ]);
    expect(gunzipSync(readFileSync(join(folder, 'deep', 'large.js.gz'))).toString()).toBe(text);
  });
});

import { execFileSync } from 'node:child_process';
import { appendFileSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { ENDPOINTS, SCHEDULED_JOBS } from '@pack324a/core';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunctions } from '../lib/functions-bundle.ts';
import { inRoot } from '../lib/root.mjs';

interface Manifest {
  readonly endpoints: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly params: readonly { readonly name: string }[];
}

interface Package {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const TASK = 'kpiBackfillDay';
const OURS = [...Object.keys(ENDPOINTS), ...SCHEDULED_JOBS.map(({ name }) => name), TASK].sort();

let folder: string;
let codebase: string;

beforeAll(async () => {
  mkdirSync(inRoot('.test-results'), { recursive: true });
  // Below the root, where what the bundle leaves out is found.
  folder = mkdtempSync(inRoot('.test-results', 'bundle-'));
  codebase = join(folder, 'functions');
  mkdirSync(codebase);
  copyFileSync(inRoot('functions', 'package.json'), join(codebase, 'package.json'));
  await bundleFunctions(join(codebase, 'lib'), folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function packageOf(...path: string[]): Package {
  return JSON.parse(readFileSync(inRoot(...path, 'package.json'), 'utf8')) as Package;
}

/** What `firebase deploy` learns of a codebase, by the program that it runs for it. */
function discover(path: string): Manifest {
  const output = join(folder, 'manifest.json');
  const program = inRoot('node_modules', 'firebase-functions', 'lib', 'bin', 'firebase-functions.js');
  execFileSync(process.execPath, [program, path], {
    cwd: path,
    env: { ...process.env, FUNCTIONS_MANIFEST_OUTPUT_PATH: output, FUNCTIONS_CONTROL_API: 'true' },
    stdio: 'pipe',
  });
  return JSON.parse(readFileSync(output, 'utf8')) as Manifest;
}

describe('the bundle of the functions', () => {
  it('needs nothing but what its package.json asks for', () => {
    const code = readFileSync(join(codebase, 'lib', 'index.cjs'), 'utf8');
    const needed = [...code.matchAll(/\b(?:require|import)\("([^"]+)"\)/g)].flatMap(([, name = '']) =>
      name.startsWith('node:') || builtinModules.includes(name) ? [] : [name.split('/', 1)[0]],
    );
    expect([...new Set(needed)].sort()).toEqual(Object.keys(packageOf('functions').dependencies).sort());
    expect(code).not.toContain(inRoot());
  });

  it('asks for the versions that the tests run with', () => {
    const { devDependencies } = packageOf();
    for (const [name, version] of Object.entries(packageOf('functions').dependencies))
      expect([name, version]).toEqual([name, devDependencies[name]]);
  });

  it('is the same whenever it is built', async () => {
    const contents = (): string[] =>
      ['index.cjs', 'index.cjs.map', 'index.d.cts'].map((name) => readFileSync(join(codebase, 'lib', name), 'utf8'));
    const first = contents();
    await bundleFunctions(join(codebase, 'lib'), folder);
    expect(contents().map((text, index) => text === first[index])).toEqual([true, true, true]);
  });

  it('takes the project’s configuration along, and refuses one that is not valid before it touches anything', async () => {
    const project = join(folder, 'project');
    const lib = join(project, 'lib');
    mkdirSync(project);
    writeFileSync(join(project, 'kpi.config.json'), '{"paused": true}');
    await bundleFunctions(lib, project);
    expect(readFileSync(join(lib, 'kpi.config.json'), 'utf8')).toBe('{"paused": true}');
    writeFileSync(join(project, 'kpi.config.json'), '{"pausd": true}');
    await expect(bundleFunctions(lib, project)).rejects.toThrow('did you mean "paused"');
    expect(existsSync(join(lib, 'index.cjs'))).toBe(true);
  });
});

describe('what is deployed', () => {
  let manifest: Manifest;
  const endpoint = (name: string): Readonly<Record<string, unknown>> => manifest.endpoints[name] ?? {};

  beforeAll(() => {
    manifest = discover(codebase);
  });

  it('is every endpoint, every job and the task of the backfill, all in the region of the parameter', () => {
    expect(Object.keys(manifest.endpoints).sort()).toEqual(OURS);
    const regions = Object.values(manifest.endpoints).map(({ region, platform }) => `${String(platform)} ${String(region)}`);
    expect(new Set(regions)).toEqual(new Set(['gcfv2 {{ params.KPI_REGION }}']));
  });

  it('has a value for every parameter, so that nobody is asked', () => {
    const settings = readFileSync(inRoot('functions', '.env'), 'utf8').matchAll(/^(\w+)=/gm);
    expect(manifest.params.map(({ name }) => name).sort()).toEqual([...settings].map(([, name]) => name).sort());
  });

  it.each(SCHEDULED_JOBS)('runs $name by the table’s schedule in UTC, and again when it fails', ({ id, name, cron }) => {
    const retryConfig = id === 'daily' ? { retryCount: 4, minBackoffSeconds: 150 } : { retryCount: 3, minBackoffSeconds: 60 };
    expect(endpoint(name)).toMatchObject({
      scheduleTrigger: { schedule: cron, timeZone: 'UTC', retryConfig },
      maxInstances: 1,
      concurrency: 1,
      timeoutSeconds: 1800,
    });
    expect(endpoint(name)['availableMemoryMb']).toBeGreaterThanOrEqual(512);
  });

  it.each(Object.keys(ENDPOINTS))('answers calls of %s with bounds', (name) => {
    expect(endpoint(name)).toMatchObject({
      callableTrigger: {},
      availableMemoryMb: 512,
      timeoutSeconds: 540,
      maxInstances: 5,
      concurrency: 20,
    });
  });

  it('works on the backfill day by day, under a name that a queue can have', () => {
    expect(TASK).toMatch(/^[A-Za-z0-9-]+$/);
    expect(endpoint(TASK)).toMatchObject({
      taskQueueTrigger: {
        retryConfig: { maxAttempts: 5, minBackoffSeconds: 150 },
        rateLimits: { maxConcurrentDispatches: 5, maxDispatchesPerSecond: 1 },
      },
      maxInstances: 5,
      concurrency: 1,
    });
  });
});

describe('the package', () => {
  const installed = (name: string): string => join(folder, name, 'node_modules', '@pack324a', 'functions');

  beforeAll(() => {
    writeFileSync(join(codebase, 'lib', 'kpi.config.json'), '{}');
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--json', '--loglevel=error', '--pack-destination', folder], { cwd: codebase, encoding: 'utf8' }),
    ) as [{ readonly filename: string }];
    for (const name of ['common', 'module']) {
      mkdirSync(installed(name), { recursive: true });
      execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', installed(name), '--strip-components=1']);
    }
    const their = "onRequest((_request, response) => void response.send('theirs'))";
    write('common/package.json', '{"main": "index.js"}');
    write(
      'common/index.js',
      `const { onRequest } = require('firebase-functions/https');\nmodule.exports = { ...require('@pack324a/functions'), theirs: ${their} };\n`,
    );
    write('module/package.json', '{"main": "index.js", "type": "module"}');
    const lines = [
      "import { onRequest } from 'firebase-functions/https';",
      "export * from '@pack324a/functions';",
      `export const theirs = ${their};\n`,
    ];
    write('module/index.js', lines.join('\n'));
    write('module/index.ts', lines.join('\n'));
  });

  function write(name: string, text: string): void {
    appendFileSync(join(folder, name), text);
  }

  it('has the code, its map, its types and the configuration', () => {
    const files = ['index.cjs', 'index.cjs.map', 'index.d.cts', 'kpi.config.json'];
    expect(files.filter((name) => !existsSync(join(installed('common'), 'lib', name)))).toEqual([]);
    expect(existsSync(join(installed('common'), 'src'))).toBe(false);
  });

  it.each(['common', 'module'])('joins a codebase of CommonJS or of modules: %s', (name) => {
    expect(Object.keys(discover(join(folder, name)).endpoints).sort()).toEqual([...OURS, 'theirs'].sort());
  });

  it('has types for such a codebase', () => {
    const file = join(folder, 'module', 'index.ts');
    const options: ts.CompilerOptions = {
      strict: true,
      noEmit: true,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      skipLibCheck: true,
      types: ['node'],
    };
    const program = ts.createProgram([file], options);
    const problems = ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    expect(problems).toEqual([]);
    const checker = program.getTypeChecker();
    const source = program.getSourceFile(file);
    const symbol = source && checker.getSymbolAtLocation(source);
    const exported = symbol === undefined ? [] : checker.getExportsOfModule(symbol).map(({ name }) => name);
    expect(exported.sort()).toEqual([...OURS, 'theirs'].sort());
  });
});

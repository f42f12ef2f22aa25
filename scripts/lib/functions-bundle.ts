import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { KpiError, parseConfigText } from '@pack324a/core';
import { build } from 'esbuild';
import { inRoot } from './root.mjs';

const CONFIG = 'kpi.config.json';

export interface FunctionsBundle {
  /** Of the code alone. */
  readonly bytes: number;
  /** Undefined where the project has none. */
  readonly configuration: string | undefined;
}

/**
 * Bundles the functions with everything of this repository that they use, so that the folder of the codebase can be deployed by
 * itself: `index.cjs`, its source map and types, and the project's configuration.
 * @param lib the codebase's `lib`; what was in it goes
 * @param project where `kpi.config.json` may be
 * @throws KpiError `invalid-config` before anything is written
 */
export async function bundleFunctions(lib: string, project = inRoot()): Promise<FunctionsBundle> {
  const configuration = readConfiguration(project);
  rmSync(lib, { recursive: true, force: true });
  mkdirSync(lib, { recursive: true });
  const file = join(lib, 'index.cjs');
  const { metafile } = await build({
    entryPoints: [inRoot('functions', 'src', 'index.ts')],
    absWorkingDir: inRoot(),
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    // `require` loads it everywhere: the loader of firebase-functions, codebases in either module system, every Node.
    format: 'cjs',
    external: ['firebase-admin', 'firebase-functions'],
    define: { 'import.meta.dirname': '__dirname' },
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
  });
  writeFileSync(join(lib, 'index.d.cts'), declarations(file));
  if (configuration !== undefined) writeFileSync(join(lib, CONFIG), configuration);
  const output = Object.entries(metafile.outputs).find(([name]) => name.endsWith('.cjs'));
  return { bytes: output?.[1].bytes ?? 0, configuration };
}

function readConfiguration(project: string): string | undefined {
  const file = join(project, CONFIG);
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  parseConfigText(text, CONFIG);
  return text;
}

/** What kind of function an export is, by the trigger it is deployed with. */
const TYPE_BY_TRIGGER: Readonly<Record<string, string>> = {
  callableTrigger: "import('firebase-functions/https').CallableFunction<unknown, Promise<unknown>>",
  scheduleTrigger: "import('firebase-functions/scheduler').ScheduleFunction",
  taskQueueTrigger: "import('firebase-functions/tasks').TaskQueueFunction<{ readonly id: string; readonly date: string }>",
};

/** Types for a codebase that exports these functions as its own. */
function declarations(file: string): string {
  const exported = createRequire(import.meta.url)(file) as Readonly<Record<string, { readonly __endpoint: object }>>;
  const lines = Object.entries(exported).map(([name, { __endpoint }]) => {
    const trigger = Object.keys(TYPE_BY_TRIGGER).find((each) => each in __endpoint);
    if (trigger === undefined) throw new KpiError('internal', `${name} has a trigger that is not known here.`);
    return `export declare const ${name}: ${TYPE_BY_TRIGGER[trigger]};\n`;
  });
  return lines.sort().join('');
}

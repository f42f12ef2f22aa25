import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFunctions } from '../../scripts/lib/functions-bundle.ts';
import { ROOT } from '../kpi.ts';

export interface Codebase {
  readonly folder: string;
  readonly remove: () => void;
}

/** A copy of the functions codebase, bundled; it lies below the root, where its dependencies are found. */
export async function makeCodebase(): Promise<Codebase> {
  mkdirSync(join(ROOT, '.test-results'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.test-results', 'functions-'));
  for (const name of ['package.json', '.env']) copyFileSync(join(ROOT, 'functions', name), join(folder, name));
  // Every response is held to its shape.
  appendFileSync(join(folder, '.env'), '\nKPI_CHECK_RESPONSES=1\n');
  await bundleFunctions(join(folder, 'lib'), folder);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

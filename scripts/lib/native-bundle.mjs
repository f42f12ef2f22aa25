import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from './dashboard-export.mjs';
import { expoExport } from './expo.mjs';

const CODE = /^_expo\/static\/js\/android\/[^/]+\.(?:hbc|js)$/;
/** The compiler of Hermes comes for Linux on x64, macOS and Windows; elsewhere the bundle stays JavaScript. */
const HAS_HERMES = process.platform !== 'linux' || process.arch === 'x64';

/**
 * Bundles the app for a phone, as `npx expo export -p android` does, so that what only phones load is at least resolved and compiled.
 * @param folder where the bundle goes; what was in it goes
 * @returns paths of the pieces of code; `.hbc` is bytecode of Hermes
 * @throws Error with what the bundler named when it fails
 */
export async function bundleForAndroid(folder) {
  const words = ['--platform', 'android', '--output-dir', folder, ...(HAS_HERMES ? [] : ['--no-bytecode'])];
  const { exitCode, output } = await expoExport(words);
  if (exitCode !== 0) throw failure(output, `the bundler ended with exit code ${exitCode}`);
  const names = readdirSync(folder, { recursive: true }).map((name) => String(name).replaceAll('\\', '/'));
  return names.filter((name) => CODE.test(name)).map((name) => join(folder, name));
}

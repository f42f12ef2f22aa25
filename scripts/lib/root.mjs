import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's root, whatever its name and wherever a script is started from. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A path inside the checkout. */
export function inRoot(...parts) {
  return join(ROOT, ...parts);
}

import type { Meter } from '@pack324a/firestore';
import { format } from './format.ts';

/** What a command was billed for by a project's Firestore; an emulator bills nothing, and counts all the same. */
export function describeBill(project: string, { reads, writes }: Meter): string {
  const emulator = emulatorHost();
  const place = emulator === undefined ? '' : ` in the emulator at ${emulator}`;
  return `Firestore of ${project}${place}: ${format.count(reads)} document reads, ${format.count(writes)} documents written or deleted.`;
}

/** What a command is about to be billed, with a word about where nothing is. */
export function describeEstimate(text: string): string {
  const emulator = emulatorHost();
  return emulator === undefined ? text : `${text} The emulator at ${emulator} bills none of them.`;
}

/** Host and port that the SDK goes to instead of a project's own Firestore. */
function emulatorHost(): string | undefined {
  return process.env['FIRESTORE_EMULATOR_HOST'] || undefined;
}

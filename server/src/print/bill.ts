import type { Meter } from '@pack324a/firestore';
import { format } from './format.ts';

/** What a command was billed for by a project's Firestore; an emulator bills nothing, and counts all the same. */
export function describeBill(project: string, { reads, writes }: Meter): string {
  return `Firestore of ${project}: ${format.count(reads)} document reads, ${format.count(writes)} documents written or deleted.`;
}

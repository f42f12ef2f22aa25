import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** Unchanged lines shown around a change. */
const CONTEXT = 3;

/** What changes from one text to another, in the unified form; empty when nothing does. The ends of lines are left out. */
export function unifiedDiff(name: string, before: string, after: string): string {
  if (before === after) return '';
  const patch = createTwoFilesPatch(name, name, before, after, undefined, undefined, {
    context: CONTEXT,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return patch.replaceAll('\r\n', '\n').replace(/\n$/, '');
}

interface Edit {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
}

/** Unchanged lines shown around a change. */
const CONTEXT = 3;

/** What changes from one text to another, in the unified form; empty when nothing does. */
export function unifiedDiff(name: string, before: string, after: string): string {
  if (before === after) return '';
  const edits = editsBetween(linesOf(before), linesOf(after));
  const lines = hunksOf(edits).flatMap((hunk) => hunkText(edits, hunk));
  return [`--- ${name}`, `+++ ${name}`, ...lines].join('\n');
}

/** Lines with their ends, so that a change of those is a change too. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** How far a path has come in the first text, by diagonal: place in the first text less place in the second. */
type Reach = ReadonlyMap<number, number>;

/** The fewest edits (E. W. Myers, An O(ND) difference algorithm and its variations, 1986). */
function editsBetween(a: readonly string[], b: readonly string[]): Edit[] {
  const trace: Reach[] = [];
  const furthest = new Map<number, number>([[1, 0]]);
  for (let steps = 0; ; steps += 1) {
    trace.push(new Map(furthest));
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      const from = comesFrom(furthest, diagonal, steps);
      let x = (furthest.get(from) ?? 0) + (from < diagonal ? 1 : 0);
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      furthest.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return backtrack(a, b, trace);
    }
  }
}

/** The diagonal from which another is reached furthest: one above after a removal, one below after an addition. */
function comesFrom(furthest: Reach, diagonal: number, steps: number): number {
  const [left, right] = [furthest.get(diagonal - 1) ?? -1, furthest.get(diagonal + 1) ?? -1];
  return diagonal === -steps || (diagonal !== steps && left < right) ? diagonal + 1 : diagonal - 1;
}

function backtrack(a: readonly string[], b: readonly string[], trace: readonly Reach[]): Edit[] {
  const edits: Edit[] = [];
  let [x, y] = [a.length, b.length];
  for (const [steps, furthest] of [...trace.entries()].reverse()) {
    const from = comesFrom(furthest, x - y, steps);
    const [fromX, fromY] = steps === 0 ? [0, 0] : [furthest.get(from) ?? 0, (furthest.get(from) ?? 0) - from];
    for (; x > fromX && y > fromY; x -= 1, y -= 1) edits.push({ kind: ' ', line: a[x - 1] ?? '' });
    if (x > fromX) edits.push({ kind: '-', line: a[x - 1] ?? '' });
    if (y > fromY) edits.push({ kind: '+', line: b[y - 1] ?? '' });
    [x, y] = [fromX, fromY];
  }
  return edits.reverse();
}

interface Hunk {
  readonly from: number;
  readonly toExclusive: number;
}

/** Changes with their surroundings; those that touch are one. */
function hunksOf(edits: readonly Edit[]): Hunk[] {
  const hunks: Hunk[] = [];
  for (const [at, { kind }] of edits.entries()) {
    if (kind === ' ') continue;
    const hunk = { from: Math.max(0, at - CONTEXT), toExclusive: Math.min(edits.length, at + CONTEXT + 1) };
    const last = hunks.at(-1);
    if (last !== undefined && last.toExclusive >= hunk.from) hunks[hunks.length - 1] = { ...hunk, from: last.from };
    else hunks.push(hunk);
  }
  return hunks;
}

function hunkText(edits: readonly Edit[], { from, toExclusive }: Hunk): string[] {
  const count = (part: readonly Edit[], without: '-' | '+'): number => part.filter(({ kind }) => kind !== without).length;
  const [earlier, hunk] = [edits.slice(0, from), edits.slice(from, toExclusive)];
  const range = (without: '-' | '+'): string => {
    const lines = count(hunk, without);
    return `${count(earlier, without) + (lines === 0 ? 0 : 1)},${lines}`;
  };
  const body = hunk.flatMap(({ kind, line }) => {
    const shown = kind + line.replace(/\r?\n$/, '');
    return line.endsWith('\n') ? [shown] : [shown, '\\ No newline at end of file'];
  });
  return [`@@ -${range('+')} +${range('-')} @@`, ...body];
}

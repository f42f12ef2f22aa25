import type { DateRange } from '@pack324a/core';

/** An SQL identifier, quoted. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** An SQL text literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `a, b, c` as text literals in parentheses. An empty list matches nothing. */
export function literalList(texts: readonly string[]): string {
  return texts.length === 0 ? '(NULL)' : `(${texts.map(literal).join(', ')})`;
}

/** A timestamp literal in UTC from epoch milliseconds. */
export function timestampLiteral(epochMs: number): string {
  return `make_timestamp(${epochMs}::BIGINT * 1000)`;
}

/** Rows of a KPI table whose date lies in an inclusive range. */
export function withinDates({ from, to }: DateRange): string {
  return `"date" BETWEEN DATE ${literal(from)} AND DATE ${literal(to)}`;
}

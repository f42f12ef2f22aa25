/** What a chart says of one day or hour. */
export interface Reading {
  readonly title: string;
  readonly rows: readonly ReadingRow[];
  readonly note?: string | undefined;
}

export interface ReadingRow {
  /** Of a series; left out where there is only one. */
  readonly name?: string;
  readonly value: string;
  /** Of the series; left out of a total. */
  readonly color?: string;
}

/** A reading as a screen reader says it. */
export function spoken({ title, rows, note }: Reading): string {
  const values = rows.map(({ name, value }) => (name === undefined ? value : `${name} ${value}`));
  const figures = values.length === 0 ? title : `${title}: ${values.join(', ')}`;
  return note === undefined ? figures : `${figures}. ${note}`;
}

import type { DemoParams } from '@pack324a/demo';
import type { Database } from '@pack324a/duckdb';

const PROPERTY = 'demo';

/** What a database remembers of the demo platform in it. */
export interface DemoState {
  readonly params: DemoParams;
  /** The instant up to which the platform has been told whole, epoch milliseconds; undefined while it is being made. */
  readonly untilMs?: number | undefined;
}

export async function readDemoState(database: Database): Promise<DemoState | undefined> {
  const text = await database.property(PROPERTY);
  return text === undefined ? undefined : (JSON.parse(text) as DemoState);
}

export async function writeDemoState(database: Database, state: DemoState): Promise<void> {
  await database.setProperty(PROPERTY, JSON.stringify(state));
}

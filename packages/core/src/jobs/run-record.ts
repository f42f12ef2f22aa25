import { parseInstant, toIso } from '../calendar/utc.ts';
import type { SourceName } from '../catalogue/model.ts';
import { ENGINE_VERSION } from '../documents/provenance.ts';
import { adviceOf, causeOf, KpiError, messageOf } from '../errors.ts';
import type { RunRecord, SectionOutcome } from '../ports.ts';
import type { JobContext } from './context.ts';
import type { ReadingTable } from './tallies.ts';

/** One step of a run: a source that was read, or a section that was stored or failed. */
export type RunStep =
  | { readonly step: 'read'; readonly part: string; readonly source: SourceName; readonly rows: number }
  | { readonly step: 'stored'; readonly part: string; readonly section: string; readonly documents: number }
  | { readonly step: 'failed'; readonly part: string; readonly section: string };

/** Collects what one run of a job does, section by section. */
export interface RunLog {
  /**
   * Runs one section's work on a part of the run's range; its failure is recorded and logged, and stops neither the other
   * sections nor the other parts. Once the process is stopping no further work begins, and what fails then was interrupted.
   */
  section(name: string, part: string, work: () => Promise<number>): Promise<void>;
  addRows(table: ReadingTable): void;
  /** True once the process is stopping: the run then ends as abandoned. */
  abandoned(): boolean;
  /** Stores the record as it stands should the process end before the run does: abandoned. */
  begin(): Promise<void>;
  /** Stores the run's record and returns it. */
  close(): Promise<RunRecord>;
}

export function startRun(
  context: JobContext,
  run: {
    readonly job: string;
    readonly from: string;
    readonly to: string;
    readonly scheduledForMs?: number | undefined;
    readonly onStep?: ((step: RunStep) => void) | undefined;
  },
): RunLog {
  const id = context.newRunId();
  const startedMs = context.clock();
  const sections = new Map<string, SectionOutcome>();
  const rows = new Map<SourceName, number>();
  const readsBefore = context.reader.billedReads?.();
  let isAbandoned = false;
  const abandoned = (): boolean => {
    isAbandoned ||= context.stopping?.() === true;
    return isAbandoned;
  };
  const recordOf = (outcome: RunRecord['outcome']): RunRecord => ({
    id,
    job: run.job,
    scheduledFor: run.scheduledForMs === undefined ? null : toIso(run.scheduledForMs),
    startedAt: toIso(startedMs),
    endedAt: toIso(context.clock()),
    from: run.from,
    to: run.to,
    outcome,
    sections: Object.fromEntries(sections),
    rows: Object.fromEntries(rows),
    reads: readsBefore === undefined ? null : (context.reader.billedReads?.() ?? readsBefore) - readsBefore,
    engineVersion: ENGINE_VERSION,
  });
  const store = (record: RunRecord): Promise<void> =>
    context.store.write([{ kind: 'put', collection: 'kpiRuns', documents: [{ id, data: record }] }]);
  return {
    abandoned,
    async section(name, part, work) {
      if (abandoned()) return;
      const before = sections.get(name) ?? { status: 'stored', documents: 0 };
      try {
        const documents = await work();
        sections.set(name, { ...before, documents: before.documents + documents });
        run.onStep?.({ step: 'stored', part, section: name, documents });
      } catch (error) {
        if (abandoned()) return;
        const problem = `${part}: ${tellable(error)}`;
        const problems = withProblem(before.status === 'failed' ? before.errors : [], problem);
        sections.set(name, { status: 'failed', documents: before.documents, errors: problems });
        run.onStep?.({ step: 'failed', part, section: name });
        const said = { error: adviceOf(error), cause: causeOf(error) };
        context.log({ level: 'error', event: 'section-failed', run: id, job: run.job, section: name, part, ...said });
      }
    },
    addRows(table) {
      for (const [source, result] of table) {
        if ('error' in result) continue;
        rows.set(
          source,
          result.tallies.reduce((sum, tally) => sum + tally.seen, rows.get(source) ?? 0),
        );
      }
    },
    begin: () => store(recordOf('abandoned')),
    async close() {
      const isFailed = [...sections.values()].some((outcome) => outcome.status === 'failed');
      const record = recordOf(isFailed ? 'failed' : isAbandoned ? 'abandoned' : 'succeeded');
      await store(record);
      const { job, outcome, from, to, reads } = record;
      const ms = parseInstant(record.endedAt) - startedMs;
      context.log({ level: 'info', event: 'run-ended', run: id, job, outcome, from, to, rows: record.rows, reads, ms });
      return record;
    },
  };
}

const TOLD_CHARACTERS = 200;
/** A record of a long range in which every day fails has to fit into one document all the same. */
const MOST_PROBLEMS = 100;

function withProblem(problems: readonly string[], problem: string): readonly string[] {
  if (problems.length < MOST_PROBLEMS) return [...problems, problem];
  return problems.length === MOST_PROBLEMS ? [...problems, 'There were more; the log has them all.'] : problems;
}

/**
 * What a record says of a failure: it is kept and shown to admins, so nothing that an engine quotes from the data gets in. The
 * log has the rest.
 */
function tellable(error: unknown): string {
  if (error instanceof KpiError) return adviceOf(error);
  const [line = ''] = messageOf(error).split('\n', 1);
  return line.replaceAll(/'[^']*'?/g, '…').slice(0, TOLD_CHARACTERS);
}

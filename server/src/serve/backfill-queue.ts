import { type BackfillQueue, messageOf, runBackfillDay } from '@pack324a/core';
import type { JobRunner } from '../clock/job-runner.ts';
import type { Session } from '../local/session.ts';

/**
 * The queue of a host alone with its file: the days take their turns among the jobs. What is still waiting when the host stops
 * is not kept; starting the backfill again takes it up.
 */
export function localBackfillQueue(session: Session, runner: JobRunner): BackfillQueue {
  return {
    async enqueue(tasks) {
      for (const task of tasks) {
        void runner
          .exclusively(`backfill of ${task.date}`, () => runBackfillDay(session, task))
          .catch((error: unknown) => {
            if (runner.isStopping) return;
            session.log({ level: 'error', event: 'backfill-day-failed', backfill: task.id, day: task.date, error: messageOf(error) });
          });
      }
    },
  };
}

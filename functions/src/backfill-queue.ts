import { type BackfillQueue, type BackfillTask, mapLimited } from '@pack324a/core';
import { type App, getApps, initializeApp } from 'firebase-admin/app';
import { REGION } from './parameters.ts';

/** The exported task function, whose name is the queue's: letters, digits and hyphens only (https://cloud.google.com/tasks/docs/reference/rest/v2/projects.locations.queues). */
const FUNCTION = 'kpiBackfillDay';
/** How long a task may take before the queue gives it up: the most that Cloud Tasks allows, and the function's own time-out. */
export const TASK_SECONDS = 1800;
/** Tasks handed over at the same time; a year of days takes seconds. */
const AT_ONCE = 10;
/** An app of our own: a codebase that these functions join has its default app for itself. */
const APP = 'pack324a-kpi';

/**
 * The Cloud Tasks queue behind `kpiBackfillDay`. Tasks have no names: a name stays taken for hours after its task is gone, and
 * would keep a day that failed from being handed over again.
 */
export const backfillQueue: BackfillQueue = {
  async enqueue(tasks) {
    const { getFunctions } = await import('firebase-admin/functions');
    const queue = getFunctions(app()).taskQueue<BackfillTask>(`locations/${REGION.value()}/functions/${FUNCTION}`);
    await mapLimited(tasks, AT_ONCE, (task) => queue.enqueue({ ...task }, { dispatchDeadlineSeconds: TASK_SECONDS }));
  },
};

function app(): App {
  return getApps().find(({ name }) => name === APP) ?? initializeApp(undefined, APP);
}

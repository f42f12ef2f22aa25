import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { UtcDate } from '@pack324a/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { backfillQueue } from '../src/backfill-queue.ts';
import { kpiBackfillDay } from '../src/pack324a-kpi-aggregation.ts';

interface Received {
  readonly path: string | undefined;
  readonly task: { readonly dispatchDeadline: string; readonly httpRequest: { readonly body: string } };
}

let received: Received[];
let status: number;
let server: Server;

beforeEach(async () => {
  received = [];
  status = 200;
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ path: request.url, ...(JSON.parse(Buffer.concat(chunks).toString()) as Pick<Received, 'task'>) });
    response.writeHead(status, { 'Content-Type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  vi.stubEnv('CLOUD_TASKS_EMULATOR_HOST', `127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('GCLOUD_PROJECT', 'demo-kpi');
  vi.stubEnv('KPI_REGION', 'us-central1');
  vi.stubEnv('METADATA_SERVER_DETECTION', 'none');
});

afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
});

const tasks = Array.from({ length: 25 }, (_, day) => ({ id: 'b', date: `2026-03-${String(day + 1).padStart(2, '0')}` as UtcDate }));

it('hands every task to the queue of the function, in its region', async () => {
  await backfillQueue.enqueue(tasks);
  expect(new Set(received.map(({ path }) => path))).toEqual(
    new Set(['/projects/demo-kpi/locations/us-central1/queues/kpiBackfillDay/tasks']),
  );
  const bodies = received.map(({ task }) => JSON.parse(Buffer.from(task.httpRequest.body, 'base64').toString()) as unknown);
  expect(new Set(bodies)).toEqual(new Set(tasks.map((task) => ({ data: task }))));
});

it('gives a task as long as the function has, and no name that would stay taken', async () => {
  await backfillQueue.enqueue(tasks.slice(0, 1));
  expect(received[0]?.task.dispatchDeadline).toBe(`${kpiBackfillDay.__endpoint.timeoutSeconds}s`);
  expect(received[0]?.task).not.toHaveProperty('name');
});

it('fails when the queue refuses a task', async () => {
  status = 403;
  await expect(backfillQueue.enqueue(tasks)).rejects.toThrow();
});

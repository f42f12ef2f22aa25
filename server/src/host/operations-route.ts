import { PassThrough } from 'node:stream';
import { KpiError } from '@pack324a/core';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { toKpiError } from './answers.ts';
import type { Credentials } from './credentials.ts';
import { assertJsonContent } from './guards.ts';
import { decodeData, encodeResult, parseJson } from './json.ts';
import type { HostOptions } from './options.ts';

const NDJSON_TYPE = 'application/x-ndjson; charset=utf-8';
/** At most ten lines of progress a second. */
const PROGRESS_INTERVAL_MS = 100;
/** A line at least this often: HTTP clients give up on a body that pauses for 300 s (undici's `bodyTimeout`), proxies sooner. */
const KEEP_ALIVE_MS = 15_000;

interface OperationRoute {
  Params: { readonly name: string };
}

/**
 * `POST /operations/{name}` for the command line of this machine: lines of `{"progress":{"done","total"}}`, the latest again every
 * 15 s, and last one of `{"result"}` or `{"error":{code,message,expected?,hint?}}`. A client that goes away does not stop the work.
 */
export function registerOperations(
  app: FastifyInstance,
  { runOperation, log }: Pick<HostOptions, 'runOperation' | 'log'>,
  credentials: Credentials,
): void {
  app.post<OperationRoute>(
    '/operations/:name',
    {
      onRequest: async (request, reply) => {
        await credentials.assertOperator(request, reply);
        assertJsonContent(request.headers);
      },
    },
    (request, reply) => {
      const input = decodeData(parseJson(request.body));
      const lines = new PassThrough();
      // Once its reader has gone away the stream is destroyed, and drops what is written to it.
      const write = (line: string): void => void lines.write(`${line}\n`);
      reply.type(NDJSON_TYPE).send(lines);
      void tell(write, log, (onProgress) => runOperation(request.params.name, input, onProgress)).then(() => lines.end());
    },
  );
}

type Progress = (done: number, total: number) => void;

/** Writes a line of JSON for each step of the work, and one for how it ended. */
async function tell(write: (line: string) => void, log: Logger, work: (onProgress: Progress) => Promise<unknown>): Promise<void> {
  let progress = { done: 0, total: 0 };
  let toldAtMs = Number.NEGATIVE_INFINITY;
  const onProgress: Progress = (done, total) => {
    progress = { done, total };
    const nowMs = performance.now();
    if (done < total && nowMs - toldAtMs < PROGRESS_INTERVAL_MS) return;
    toldAtMs = nowMs;
    write(JSON.stringify({ progress }));
  };
  const keepAlive = setInterval(() => write(JSON.stringify({ progress })), KEEP_ALIVE_MS);
  try {
    write(`{"result":${encodeResult(await work(onProgress))}}`);
  } catch (error) {
    // Whoever runs the command line owns the host too, and reads every error that is meant for people.
    write(JSON.stringify({ error: operationError(error instanceof KpiError ? error : toKpiError(error, log)) }));
  } finally {
    clearInterval(keepAlive);
  }
}

/** An error as the command line takes it up again. */
function operationError({ code, message, expected, hint }: KpiError) {
  return { code, message, expected, hint };
}

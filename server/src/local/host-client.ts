import { type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import { ERROR_CODES, type ErrorCode, KpiError } from '@pack324a/core';
import { z } from 'zod';
import type { OnProgress } from '../operations/operation.ts';
import type { HostRecord } from './host-file.ts';

const lineSchema = z.union([
  z.object({ progress: z.object({ done: z.number(), total: z.number() }) }),
  z.object({ result: z.unknown() }),
  z.object({ error: z.object({ code: z.string(), message: z.string(), expected: z.string().optional(), hint: z.string().optional() }) }),
]);

/**
 * Has the host that serves the file run an operation.
 * @returns what the operation returned, after JSON
 * @throws KpiError as the operation threw it; `failed-precondition` when the host went away before it had answered
 */
export async function askHost(host: HostRecord, name: string, input: unknown, onProgress: OnProgress): Promise<unknown> {
  const response = await post(host, `/operations/${encodeURIComponent(name)}`, JSON.stringify(input)).catch(() => {
    throw goneAway(host);
  });
  let answer: unknown;
  try {
    for await (const line of createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.trim() === '') continue;
      const said: unknown = JSON.parse(line);
      const parsed = lineSchema.safeParse(said).data;
      if (parsed !== undefined && 'progress' in parsed) onProgress(parsed.progress.done, parsed.progress.total);
      else answer = parsed ?? said;
    }
  } catch {
    throw goneAway(host);
  }
  if (typeof answer === 'object' && answer !== null && 'result' in answer) return answer.result;
  throw refusalIn(answer) ?? goneAway(host);
}

/** Without a time limit: between two lines of a long job there may be any time. */
function post({ url, token }: HostRecord, path: string, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'content-length': Buffer.byteLength(body) };
    request(`${url}${path}`, { method: 'POST', headers, agent: false }, resolve).on('error', reject).end(body);
  });
}

function goneAway({ pid, url }: HostRecord): KpiError {
  return new KpiError('failed-precondition', `The host at ${url} (PID ${pid}) went away before the work was done.`, {
    hint: 'What had been stored by then is whole; run the command again.',
  });
}

/** An error line of the stream, or the whole answer of a host that refused before it began. */
function refusalIn(answer: unknown): KpiError | undefined {
  const parsed = z
    .object({
      error: z.object({
        code: z.string().optional(),
        status: z.string().optional(),
        message: z.string(),
        expected: z.string().optional(),
        hint: z.string().optional(),
        details: z.object({ expected: z.string().optional(), hint: z.string().optional() }).optional(),
      }),
    })
    .safeParse(answer).data;
  if (parsed === undefined) return undefined;
  const { code, status, message, expected, hint, details } = parsed.error;
  const name = code ?? status?.toLowerCase().replaceAll('_', '-') ?? 'internal';
  const known = Object.hasOwn(ERROR_CODES, name) ? (name as ErrorCode) : 'internal';
  return new KpiError(known, message, { expected: expected ?? details?.expected, hint: hint ?? details?.hint });
}

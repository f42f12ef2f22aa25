import { type IncomingMessage, request } from 'node:http';
import { ERROR_CODES, type ErrorCode, KpiError } from '@pack324a/core';
import { z } from 'zod';
import type { OnProgress } from '../operations/operation.ts';
import type { HostRecord } from './host-file.ts';

const lineSchema = z.union([
  z.object({ progress: z.object({ done: z.number(), total: z.number() }) }),
  z.object({ result: z.unknown() }),
  z.object({ error: z.object({ code: z.string(), message: z.string(), expected: z.string().optional(), hint: z.string().optional() }) }),
]);

/** Hosts that are at work for this process. */
const atWork = new Set<HostRecord>();
/** Of a line that cannot be read, as much as tells what it is. */
const TOLD_CHARACTERS = 80;

/** The host that is working on what this process asked it for; undefined while none is. */
export function hostAtWork(): HostRecord | undefined {
  const [host] = atWork;
  return host;
}

/**
 * Has the host that serves the file run an operation.
 * @returns what the operation returned, after JSON
 * @throws KpiError as the operation threw it; `failed-precondition` when the host went away before it had answered, or said
 *   something that cannot be read; whatever `onProgress` throws
 */
export async function askHost(host: HostRecord, name: string, input: unknown, onProgress: OnProgress): Promise<unknown> {
  atWork.add(host);
  try {
    const response = await post(host, `/operations/${encodeURIComponent(name)}`, JSON.stringify(input));
    let answer: unknown;
    for await (const line of linesOf(host, response)) {
      const said = readLine(host, line);
      const parsed = lineSchema.safeParse(said).data;
      if (parsed !== undefined && 'progress' in parsed) onProgress(parsed.progress.done, parsed.progress.total);
      else answer = parsed ?? said;
    }
    if (typeof answer === 'object' && answer !== null && 'result' in answer) return answer.result;
    throw refusalIn(answer) ?? goneAway(host);
  } finally {
    atWork.delete(host);
  }
}

/** Without a time limit: between two lines of a long job there may be any time. */
function post(host: HostRecord, path: string, body: string): Promise<IncomingMessage> {
  const { url, token } = host;
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'content-length': Buffer.byteLength(body) };
    const gone = (): void => reject(goneAway(host));
    request(`${url}${path}`, { method: 'POST', headers, agent: false }, resolve).on('error', gone).end(body);
  });
}

/** The lines of an answer that hold something. A stream that breaks off means that the host went away. */
async function* linesOf(host: HostRecord, response: IncomingMessage): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const chunk of response.setEncoding('utf8')) {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines.filter(isFilled);
    }
  } catch {
    throw goneAway(host);
  }
  if (isFilled(rest)) yield rest;
}

function isFilled(line: string): boolean {
  return line.trim() !== '';
}

function readLine({ pid, url }: HostRecord, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    const shown = line.length > TOLD_CHARACTERS ? `${line.slice(0, TOLD_CHARACTERS)}…` : line;
    throw new KpiError('failed-precondition', `The host at ${url} (PID ${pid}) said something that cannot be read: ${shown}`, {
      expected: 'JSON on each line',
      hint: 'It may be of another version; stop it and start it anew.',
    });
  }
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

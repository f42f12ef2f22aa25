import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { CODES, type HostileRequest, type Outcome } from './hostile-request.ts';

/** What came back. */
export interface Answer {
  /** Undefined when the connection was closed without an answer. */
  readonly code: number | undefined;
  readonly contentType: string;
  readonly text: string;
}

/** Longer than any answer takes; a request without one by then hangs. */
const ANSWER_MS = 30_000;
/** Bodies from here on go out on a connection of their own, so that none is sent on one that is just being closed. */
const OWN_CONNECTION_BYTES = 64 * 1024;
/** An answer that repeats what it was sent is short all the same. */
const MOST_CHARACTERS = 2_000;

const CLOSED: Answer = { code: undefined, contentType: '', text: '' };

/** Sends hostile requests to one host. */
export class HostileClient {
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 32 });

  constructor(url: string) {
    this.#port = Number(new URL(url).port);
  }

  async send(hostile: HostileRequest): Promise<Answer> {
    if (hostile.framing === 'raw') return this.#sendRaw(hostile.body?.() ?? Buffer.alloc(0));
    const body = hostile.body?.();
    const first = await this.#sendCall(hostile, body, (body?.length ?? 0) < OWN_CONNECTION_BYTES);
    // A connection that was kept may be closed by the host just as it is used again; the request was then not read.
    return first === 'unread' ? ((await this.#sendCall(hostile, body, false)) as Answer) : first;
  }

  close(): void {
    this.#agent.destroy();
  }

  #sendCall(hostile: HostileRequest, body: Buffer | undefined, kept: boolean): Promise<Answer | 'unread'> {
    const { method, path, sender, framing } = hostile;
    const headers: Record<string, string | number> = { ...hostile.headers };
    if (sender.authorization !== undefined) headers['authorization'] = sender.authorization;
    if (framing === 'length' && body !== undefined) headers['content-length'] = body.length;
    if (framing === 'chunked') headers['transfer-encoding'] = 'chunked';
    return new Promise((resolve, reject) => {
      const call = request({ host: '127.0.0.1', port: this.#port, method, path, headers, agent: kept ? this.#agent : false });
      const late = setTimeout(() => reject(new Error(`no answer within ${ANSWER_MS} ms`)), ANSWER_MS);
      const settle = (answer: Answer | 'unread'): void => {
        clearTimeout(late);
        resolve(answer);
      };
      call.on('response', (response) => {
        void readAnswer(response).then(settle, reject);
      });
      // After the answer has come, a connection that ends while the rest of the body is being sent is no matter.
      call.on('error', () => settle(call.reusedSocket ? 'unread' : CLOSED));
      call.end(body);
    });
  }

  /** Sends bytes as they are and takes the first answer. The host ends the connection, or has not enough bytes to answer at all. */
  #sendRaw(bytes: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.#port, '127.0.0.1');
      const chunks: Buffer[] = [];
      const late = setTimeout(() => reject(new Error(`no answer within ${ANSWER_MS} ms`)), ANSWER_MS);
      const settle = (): void => {
        clearTimeout(late);
        socket.destroy();
        resolve(answerIn(Buffer.concat(chunks).toString('latin1')));
      };
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('error', settle);
      socket.on('close', settle);
      socket.end(bytes);
    });
  }
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return { code: response.statusCode, contentType: response.headers['content-type'] ?? '', text };
}

/** The first answer in what a connection brought. */
function answerIn(received: string): Answer {
  const [head = '', ...rest] = received.split('\r\n\r\n');
  const code = /^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1];
  if (code === undefined) return CLOSED;
  const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
  return { code: Number(code), contentType: /^content-type: (.+)$/im.exec(head)?.[1] ?? '', text: rest.join('\r\n\r\n').slice(0, length) };
}

/** Nothing of the machine: neither the checkout, nor where files of its user lie, nor what a stack trace looks like. */
const LEAKS: readonly (string | RegExp)[] = [
  fileURLToPath(new URL('..', import.meta.url)).slice(0, -1),
  tmpdir(),
  homedir(),
  'node_modules',
  'node:internal',
  'file://',
  '.duckdb',
  /\n\s+at /,
  /\bat \S+ \(.*:\d+:\d+\)/,
  /\.(?:ts|js|mjs):\d+/,
  /"stack"/,
];

/** What is wrong with an answer, in words; empty when it is right. */
export function problemsOf({ expected, method }: HostileRequest, answer: Answer): string[] {
  const outcome = outcomeOf(expected, method, answer);
  const problems = outcome.problem === undefined ? [] : [outcome.problem];
  if (outcome.name !== undefined && !expected.includes(outcome.name)) problems.push(`${outcome.name} instead of ${expected.join(' or ')}`);
  if (answer.code !== undefined && answer.code >= 500) problems.push(`HTTP ${answer.code}`);
  // What a right request returns is no message; its shape is held by the host itself.
  if (outcome.name !== '200') {
    problems.push(
      ...LEAKS.filter((leak) => (typeof leak === 'string' ? answer.text.includes(leak) : leak.test(answer.text))).map(
        (leak) => `tells ${leak}`,
      ),
    );
    if (answer.text.length > MOST_CHARACTERS) problems.push(`${answer.text.length} characters`);
  }
  return problems.map((problem) => `${problem}: HTTP ${answer.code} ${answer.text.slice(0, 300)}`);
}

interface Read {
  readonly name?: Outcome;
  readonly problem?: string;
}

function outcomeOf(expected: readonly Outcome[], method: string, { code, contentType, text }: Answer): Read {
  if (code === undefined) return { name: 'closed' };
  const plain = String(code) as Outcome;
  if (code !== 200 && expected.includes(plain)) return { name: plain };
  // Answers to HEAD have no body; the code has to do.
  if (method === 'HEAD') return expected.some((name) => CODES[name as keyof typeof CODES] === code) ? {} : { problem: 'wrong code' };
  if (!/^application\/json(?:; ?charset=utf-8)?$/i.test(contentType)) return { problem: `content type ${contentType}` };
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { problem: 'no JSON' };
  }
  return code === 200 ? readResult(body) : readError(body, code);
}

function hasOnly(value: unknown, required: readonly string[], optional: readonly string[] = []): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return required.every((key) => keys.includes(key)) && keys.every((key) => required.includes(key) || optional.includes(key));
}

function readResult(body: unknown): Read {
  return hasOnly(body, ['result']) ? { name: '200' } : { problem: 'a result of another shape' };
}

function readError(body: unknown, code: number): Read {
  if (!hasOnly(body, ['error']) || !hasOnly(body['error'], ['status', 'message'], ['details']))
    return { problem: 'an error of another shape' };
  const { status, message, details } = body['error'];
  if (typeof message !== 'string' || message === '') return { problem: 'an error without a message' };
  const isTold =
    details === undefined ||
    (hasOnly(details, [], ['field', 'expected', 'hint']) && Object.values(details).every((part) => typeof part === 'string'));
  if (!isTold) return { problem: 'details of another shape' };
  const wanted = Object.hasOwn(CODES, String(status)) ? CODES[status as keyof typeof CODES] : undefined;
  if (wanted === undefined) return { problem: `the status ${String(status)}` };
  return wanted === code ? { name: status as Outcome } : { problem: `${String(status)} under the code ${code}` };
}

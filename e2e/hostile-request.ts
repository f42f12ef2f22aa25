import fc from 'fast-check';

/** The statuses of the callable protocol that a request can bring about, with their HTTP codes (spec of the protocol, by hand). */
export const CODES = {
  INVALID_ARGUMENT: 400,
  OUT_OF_RANGE: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  RESOURCE_EXHAUSTED: 429,
} as const;

type Status = keyof typeof CODES;
/** How a request may end: a result, an error of the protocol, a plain HTTP answer, or a connection that was closed unanswered. */
export type Outcome = Status | '200' | '400' | '403' | '404' | '417' | '429' | '431' | 'closed';

/** Who sends it: `authorization` is the header as it goes out. */
export interface Sender {
  readonly kind: 'admin' | 'user' | 'broken' | 'nobody';
  readonly authorization?: string;
}

/** One request on the wire and the outcomes that are right for it, which its generator alone decides. */
export interface HostileRequest {
  readonly kind: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Made when it is sent: some are megabytes. Undefined sends none. */
  readonly body: (() => Buffer) | undefined;
  /** `raw`: the body is the whole request, head included. */
  readonly framing: 'length' | 'chunked' | 'raw';
  readonly sender: Sender;
  readonly expected: readonly Outcome[];
}

/**
 * What is wrong with a request and who notices it.
 *
 * - `guard`: the Host header or the origin, before anything else
 * - `form`: method, path, content type, body: before or after the sender is known
 * - `data`: the fields of the request, only after the sender is known to be an admin
 * - `formOrData`: one of the two
 */
type Layer = 'guard' | 'form' | 'data' | 'formOrData';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: (() => Buffer) | undefined;
  readonly framing: 'length' | 'chunked';
}

/** A request with one thing wrong with it, or with nothing wrong (no layer). */
export interface Attack {
  readonly kind: string;
  readonly call: Call;
  readonly layer?: Layer;
  /** What an admin is told. */
  readonly outcomes: readonly Outcome[];
}

/** What any host may answer: every check that can fail may come before or after those of the same layer, never after a later one. */
export function expectedOf({ layer, outcomes }: Pick<Attack, 'layer' | 'outcomes'>, { kind }: Sender): readonly Outcome[] {
  if (layer === 'guard') return outcomes;
  const signIn: Outcome[] = kind === 'broken' ? ['UNAUTHENTICATED', 'RESOURCE_EXHAUSTED'] : kind === 'nobody' ? ['UNAUTHENTICATED'] : [];
  if (layer === 'form') return [...outcomes, ...signIn];
  const early = layer === 'formOrData' ? outcomes : [];
  if (signIn.length > 0) return [...early, ...signIn];
  return kind === 'user' ? [...early, 'PERMISSION_DENIED'] : outcomes;
}

const SHOWN = 200;

/** A request that fast-check prints in a few lines, whatever its size. */
export function printable(request: HostileRequest): HostileRequest {
  const describe = (): string => {
    const { kind, method, path, headers, framing, sender, expected } = request;
    const body = request.body?.();
    return JSON.stringify({
      kind,
      sender: `${sender.kind} ${sender.authorization?.slice(0, 40) ?? ''}`,
      head: `${method} ${path.slice(0, SHOWN)}`,
      headers: JSON.stringify(headers).slice(0, SHOWN),
      body: `${body?.length ?? 0} bytes, ${framing}: ${body?.subarray(0, SHOWN).toString('latin1')}`,
      expected,
    });
  };
  return Object.defineProperty({ ...request }, fc.toStringMethod, { value: describe, enumerable: false });
}

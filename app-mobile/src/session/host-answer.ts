/** As long as the SDK waits for an answer to a call. */
const PATIENCE_MS = 70_000;

/** A refusal of a local host, in the form in which the SDK gives those of its functions. */
class HostError extends Error {
  readonly code: string;
  readonly details: unknown;

  constructor(code: string, message: string, details?: unknown) {
    super(message);
    this.name = 'HostError';
    this.code = `functions/${code}`;
    this.details = details;
  }
}

/**
 * Asks one of the local host's own addresses, as opposed to its functions.
 * @param body sent as JSON; without one the request is a GET
 * @returns what the answer's JSON says; undefined for an empty answer
 * @throws HostError as the host refuses; `functions/unavailable` when nothing answers
 */
export async function askHost(url: string, body?: object): Promise<unknown> {
  const response = await fetched(url, body);
  const text = await response.text();
  const answer: unknown = text === '' ? undefined : parsed(text);
  if (response.ok) return answer;
  const { status, message, details } = errorIn(answer);
  throw new HostError(status.toLowerCase().replaceAll('_', '-'), message ?? `The host answered with status ${response.status}.`, details);
}

/** Whether the host said that nobody is signed in. */
export function isUnauthenticated(error: unknown): boolean {
  return error instanceof HostError && error.code === 'functions/unauthenticated';
}

async function fetched(url: string, body: object | undefined): Promise<Response> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  const sent = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  try {
    return await fetch(url, { ...sent, signal: patience.signal });
  } catch {
    throw new HostError('unavailable', `Nothing answers at ${new URL(url).origin}.`);
  } finally {
    clearTimeout(timer);
  }
}

/** Whatever is not JSON does not come from a host of ours. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Refusal {
  readonly status: string;
  readonly message?: string;
  readonly details?: unknown;
}

function errorIn(answer: unknown): Refusal {
  const { error } = (answer ?? {}) as { readonly error?: Partial<Refusal> };
  return { ...error, status: typeof error?.status === 'string' ? error.status : 'UNKNOWN' };
}

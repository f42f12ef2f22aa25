import { connectFunctionsEmulator, type Functions } from 'firebase/functions';

/** Where the local host is, and who is calling. */
export interface LocalHost {
  /** As the host prints it, for example `http://127.0.0.1:3240`. */
  readonly url: string;
  /** A bearer token (`kpi token --bearer`). A page that the host itself serves needs none: its cookie goes along. */
  readonly token?: string | undefined;
}

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** What the SDK keeps its `fetch` in; not part of its public types. */
interface FunctionsService {
  fetchImpl: Fetch;
}

/** A token as RFC 6750, section 2.1, allows it in a header. */
const BEARER_TOKEN = /^[\w\-.~+/]+=*$/;
const DEFAULT_HTTP_PORT = 80;

/** The `fetch` of each service before a token was added to it. */
const plainFetch = new WeakMap<FunctionsService, Fetch>();

/**
 * Sends every call of `functions` to a local host instead of Cloud Functions. Call it before the first call. Called again, it
 * replaces the token, or without one takes it away.
 * @throws TypeError when the address or the token cannot be used
 * @throws Error when the installed Firebase SDK offers no way to send the token
 */
export function connectLocalHost(functions: Functions, { url, token }: LocalHost): void {
  const host = hostOf(url);
  if (token !== undefined && !BEARER_TOKEN.test(token)) {
    throw new TypeError(
      `The token ${token === '' ? 'is empty' : 'has characters that no token has'}. Expected: what kpi token --bearer prints.`,
    );
  }
  if (token !== undefined || plainFetch.has(serviceOf(functions))) sendToken(serviceOf(functions), host.origin, token);
  connectFunctionsEmulator(functions, host.hostname, host.port === '' ? DEFAULT_HTTP_PORT : Number(host.port));
}

function hostOf(url: string): URL {
  const host = parsed(url);
  if (host?.protocol !== 'http:' || host.href !== `${host.origin}/`) {
    throw new TypeError(`"${url}" is not the address of a local host. Expected: for example http://127.0.0.1:3240`);
  }
  return host;
}

/** `URL.canParse` is missing where React Native brings its own `URL`. */
function parsed(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

/** The compatibility layer of the SDK wraps the service; the modular functions unwrap it the same way. */
function serviceOf(functions: Functions): FunctionsService {
  const service: unknown = '_delegate' in functions ? functions._delegate : functions;
  return service as FunctionsService;
}

/**
 * The SDK sends the token of Firebase Auth and no other; each service calls the `fetch` it keeps. That one is wrapped, so that
 * neither another service nor anything else in the program sends the token, and this service only to the host.
 */
function sendToken(service: FunctionsService, origin: string, token: string | undefined): void {
  const plain = plainFetch.get(service) ?? service.fetchImpl;
  if (typeof plain !== 'function') {
    throw new Error('The installed Firebase SDK offers no way to send a token to the local host. Expected: firebase 12.');
  }
  plainFetch.set(service, plain);
  service.fetchImpl = token === undefined ? plain : withToken(plain, origin, token);
}

function withToken(plain: Fetch, origin: string, token: string): Fetch {
  return (url, init) => {
    if (new URL(url).origin !== origin) return plain(url, init);
    const headers = new Headers(init?.headers);
    headers.set('Authorization', `Bearer ${token}`);
    // The host never redirects a call. Whatever does is not the host, and some platforms would take the token along.
    return plain(url, { ...init, headers, redirect: 'error' });
  };
}

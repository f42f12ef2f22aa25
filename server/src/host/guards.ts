import type { IncomingHttpHeaders } from 'node:http';
import { KpiError } from '@pack324a/core';

const JSON_CONTENT = /^application\/json[ \t]*(?:;[ \t]*charset=(?:utf-8|"utf-8")[ \t]*)?$/i;

/** Why a request is not answered. */
export type Refusal = 'host' | 'cross-site';

/**
 * Whether a request is refused before anything else about it is looked at.
 *
 * The Host header first: a page whose name was made to resolve to this machine (DNS rebinding) counts as same-origin in every
 * browser, but its requests still carry that name. Then whatever a browser sends on behalf of another site.
 */
export function refusalOf(headers: IncomingHttpHeaders, allowedHosts: readonly string[]): Refusal | undefined {
  const { host, origin } = headers;
  if (host === undefined || !allowedHosts.includes(host)) return 'host';
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'cross-site';
  if (origin !== undefined && origin !== `http://${host}`) return 'cross-site';
  return undefined;
}

/** What a refused request is told. */
export function refusalError(refusal: Refusal): KpiError {
  if (refusal === 'cross-site') {
    return new KpiError('permission-denied', 'Requests that come from another site are refused.', {
      hint: 'Open the address of this host directly: paste it into the address bar.',
    });
  }
  return new KpiError('permission-denied', 'This host does not answer under that name.', {
    expected: 'a Host header with the address and port that the host printed when it started',
  });
}

/** Throws `KpiError` unless the body is said to be plain JSON in UTF-8; forms and other cross-site bodies never are. */
export function assertJsonContent(headers: IncomingHttpHeaders): void {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new KpiError('invalid-argument', 'Encoded bodies are not read.', { expected: 'no Content-Encoding' });
  }
  if (!JSON_CONTENT.test(headers['content-type'] ?? '')) {
    throw new KpiError('invalid-argument', 'The body of the request is not JSON.', { expected: 'Content-Type: application/json' });
  }
}

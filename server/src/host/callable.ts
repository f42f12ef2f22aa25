import { KpiError } from '@pack324a/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendJson } from './answers.ts';
import type { Credentials } from './credentials.ts';
import { assertJsonContent } from './guards.ts';
import { decodeData, encodeResult, isJsonObject, parseJson } from './json.ts';
import type { HostOptions } from './options.ts';

interface CallRoute {
  Params: { readonly project: string; readonly region: string; readonly name: string };
}

/**
 * The admin API over the protocol of callable functions (https://firebase.google.com/docs/functions/callable-reference): a POST
 * of `{data}` as JSON is answered with `{result}` or `{error}`. Requests are held to the same form as firebase-functions holds
 * them, so that what works here works there. The project in the path may be any.
 */
export function registerCallables(
  app: FastifyInstance,
  { api, region }: Pick<HostOptions, 'api' | 'region'>,
  credentials: Credentials,
): void {
  app.all<CallRoute>(
    '/:project/:region/:name',
    {
      onRequest: (request, _reply, done) => {
        assertCall(request);
        done();
      },
    },
    async (request, reply) => {
      const { region: asked, name } = request.params;
      const data = readCall(request.body);
      if (asked !== region) throw new KpiError('not-found', 'There are no functions in that region.', { expected: `the region ${region}` });
      const caller = await credentials.callerOf(request, reply);
      const result = await api.call(name, caller, data);
      return sendJson(reply, `{"result":${encodeResult(result)}}`);
    },
  );
}

function assertCall({ method, headers }: FastifyRequest): void {
  if (method !== 'POST') throw new KpiError('invalid-argument', 'Functions are called with POST.', { expected: 'the method POST' });
  assertJsonContent(headers);
}

/** The data of a call, from the bytes of its body. Throws `KpiError` `invalid-argument` when they are no call. */
function readCall(body: unknown): unknown {
  const call = parseJson(body);
  if (!isJsonObject(call) || Object.keys(call).length !== 1 || !Object.hasOwn(call, 'data')) {
    throw new KpiError('invalid-argument', 'The request cannot be read.', { expected: 'a JSON object whose only field is "data"' });
  }
  return decodeData(call['data']);
}

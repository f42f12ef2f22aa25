import { adviceOf, causeOf, KpiError } from '../errors.ts';
import { Backfills } from './backfill.ts';
import type { Api, ApiContext, Caller } from './context.ts';
import { DayFigures } from './day-figures.ts';
import { type Desk, ENDPOINTS, type Endpoint } from './endpoints.ts';
import { parseRequest } from './requests.ts';
import { isForCaller } from './wire.ts';

const TABLE: ReadonlyMap<string, Endpoint> = new Map(Object.entries(ENDPOINTS) as unknown as [string, Endpoint][]);

/** The admin API over one store and one set of sources. A host makes it once and hands every call to it. */
export function createApi(context: ApiContext): Api {
  const desk: Desk = { context, days: new DayFigures(context), backfills: new Backfills(context) };
  return {
    async call(name, caller, data, notify) {
      try {
        const endpoint = TABLE.get(name);
        if (endpoint === undefined) {
          throw new KpiError('not-found', 'There is no such function.', { expected: `one of ${[...TABLE.keys()].join(', ')}` });
        }
        await assertAdmin(context, caller);
        const response = await endpoint.handle(desk, parseRequest(endpoint.request, data), notify);
        if (context.checkResponses === true) assertShape(name, endpoint, response);
        return response;
      } catch (error) {
        if (isForCaller(error)) throw error;
        const reference = context.newId();
        const said = { error: adviceOf(error), cause: causeOf(error), stack: stackOf(error) };
        context.log({ level: 'error', event: 'call-failed', endpoint: name, reference, ...said });
        throw new KpiError('internal', `Something went wrong; the log has the details under ${reference}.`, { reference });
      }
    },
  };
}

async function assertAdmin(context: ApiContext, caller: Caller | undefined): Promise<void> {
  if (caller === undefined) throw new KpiError('unauthenticated', 'Nobody is signed in.', { hint: 'Sign in as an admin, then ask again.' });
  if (!(await context.isAdmin(caller.uid))) {
    throw new KpiError('permission-denied', 'Only admins may see this.', {
      expected: 'a user with role "admin" or roles.admin == true',
    });
  }
}

function assertShape(name: string, endpoint: Endpoint, response: unknown): void {
  const result = endpoint.response.safeParse(response);
  if (!result.success) throw new TypeError(`${name} answered in another shape: ${result.error.message}`);
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : undefined;
}

import { ENDPOINTS, type EndpointName, KpiError } from '@pack324a/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PROPERTY } from '../../../core/test/property.ts';
import { apiBench } from './bench.ts';
import { ADMIN, DAY, EARLIER, TODAY } from './example-platform.ts';

const NAMES = Object.keys(ENDPOINTS) as EndpointName[];

const anyJson = fc.jsonValue({ maxDepth: 3 });
const date = fc.constantFrom(DAY, EARLIER, TODAY, '2025-12-13', '2025-02-30');
const field = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.oneof({ weight: 4, arbitrary: valid }, anyJson);

/** Requests that come close: known names, mostly with values of their kind, and sometimes one name more. */
const nearly = fc
  .record(
    {
      date: field(date),
      startDate: field(date),
      endDate: field(date),
      userId: field(fc.oneof(fc.constant('anna'), fc.string({ unit: 'binary', maxLength: 140 }))),
      id: field(fc.constant('anna')),
      confirm: field(fc.boolean()),
      maxReads: field(fc.integer({ min: -1, max: 1_000 })),
      limit: field(fc.oneof(fc.integer({ min: -1, max: 102 }), fc.double())),
    },
    { requiredKeys: [] },
  )
  .chain((known) => fc.dictionary(fc.string(), anyJson, { maxKeys: 1 }).map((more) => ({ ...known, ...more })));

/** The fields that an endpoint has, out of a request for all of them. */
const fitting = fc.tuple(fc.constantFrom(...NAMES), nearly).map(([name, request]) => {
  const known = Object.keys(ENDPOINTS[name].request.shape);
  return [name, Object.fromEntries(Object.entries(request).filter(([key]) => known.includes(key)))] as const;
});

const anyRequest = fc.oneof(
  { weight: 3, arbitrary: fitting },
  fc.tuple(fc.constantFrom(...NAMES), nearly),
  fc.tuple(fc.constantFrom(...NAMES), anyJson),
);

it('every JSON value is answered in the shape that is described, or refused as an invalid argument without a trace', async () => {
  const seen = { answered: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(anyRequest, async ([name, data]) => {
      const bench = apiBench();
      try {
        const answer = await bench.send(name, data, { uid: ADMIN });
        expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
        expect(ENDPOINTS[name].response.safeParse(answer).error).toBeUndefined();
        seen.answered += 1;
      } catch (error) {
        if (!(error instanceof KpiError)) throw error;
        // No backfill has been started in these stores.
        expect(error.code).toBe(error.field === 'id' && error.expected === undefined ? 'not-found' : 'invalid-argument');
        expect(error.message.length).toBeLessThan(160);
        if (error.code === 'invalid-argument') expect(error.expected).toBeTruthy();
        expect(bench.written).toEqual([]);
        expect(bench.logged).toEqual([]);
        seen.refused += 1;
      }
    }),
    PROPERTY,
  );
  expect(Math.min(seen.answered, seen.refused)).toBeGreaterThan(PROPERTY.numRuns / 10);
});

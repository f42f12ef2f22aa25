import type { FirestoreGateway } from '@pack324a/firestore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayCase, gatewayBench } from './gateway-case.ts';
import { FILTER_CASES, ORDER_CASES, SELECT_CASES } from './gateway-cases-queries.ts';
import { REFUSAL_CASES, VALUE_CASES } from './gateway-cases-values.ts';
import { AGGREGATE_CASES, COMMIT_CASES, TRANSACTION_CASES } from './gateway-cases-writes.ts';

const CASES: Readonly<Record<string, readonly GatewayCase[]>> = {
  values: VALUE_CASES,
  refusals: REFUSAL_CASES,
  filters: FILTER_CASES,
  orders: ORDER_CASES,
  selects: SELECT_CASES,
  aggregates: AGGREGATE_CASES,
  commits: COMMIT_CASES,
  transactions: TRANSACTION_CASES,
};

export interface GatewayOptions {
  /**
   * What stands behind the gateway gets wrong, by the name of the case. Such a case must not succeed, so that a defect that has been
   * put right is noticed.
   */
  readonly defects?: Readonly<Record<string, string>>;
}

/**
 * What every gateway does alike, as Firestore does it in production.
 * @param make the gateway; the cases use collections of their own in it
 */
export function describeGateway(name: string, make: () => Promise<FirestoreGateway>, { defects = {} }: GatewayOptions = {}): void {
  describe(`${name} answers like Firestore`, () => {
    let gateway: FirestoreGateway | undefined;
    let casesRun = 0;
    beforeAll(async () => {
      gateway = await make();
    });
    afterAll(() => gateway?.close());
    const check = async ({ check: run }: GatewayCase): Promise<void> => {
      if (gateway === undefined) throw new Error('the gateway could not be made');
      await run(gatewayBench(gateway, `gatewayCase${++casesRun}`));
    };
    for (const [topic, cases] of Object.entries(CASES)) {
      describe(topic, () => {
        for (const each of cases) {
          const defect = defects[each.name];
          if (defect === undefined) it(each.name, () => check(each));
          else it(`${each.name}: not here, ${defect}`, () => expect(inTime(check(each))).rejects.toThrow());
        }
      });
    }
    it('has no defect but those of cases that exist', () => {
      const names = new Set(Object.values(CASES).flatMap((cases) => cases.map((each) => each.name)));
      expect(Object.keys(defects).filter((defect) => !names.has(defect))).toEqual([]);
    });
  });
}

/** Where an answer never comes, the SDK asks again for many seconds. */
const LONGEST_ANSWER_MS = 1000;

function inTime(work: Promise<void>): Promise<void> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(reject, LONGEST_ANSWER_MS, new Error('no answer in time')).unref();
  });
  return Promise.race([work, late]);
}

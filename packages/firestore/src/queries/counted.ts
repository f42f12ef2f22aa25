import { type Catalogue, type FlowId, flowsOfSource, MAX_QUANTITY, type Measure, type SourceName, type TimeWindow } from '@pack324a/core';
import type { AggregateQuery, Filter, Order } from '../gateway.ts';
import { type MappedSource, type Passing, passingOf, pathOf } from './fields.ts';
import { instantFilters } from './instants.ts';
import { countQuery } from './rows.ts';

/** What one measure of a counted source is made of. */
export type CountedMeasure =
  | { readonly id: string; readonly from: 'used' | 'quantity' }
  | { readonly id: string; readonly from: 'filtered'; readonly rows: Passing };

interface CountedFlow {
  readonly id: FlowId;
  readonly needsQuantity: boolean;
  readonly measures: readonly CountedMeasure[];
}

/** How a source is counted and summed by the database, without looking at a row. */
export interface CountedPlan {
  readonly source: MappedSource;
  readonly timeField: string;
  readonly flows: readonly CountedFlow[];
  /** Path of the summed field; null where it is a constant or not there. */
  readonly quantity: { readonly field: string; readonly path: string | null } | undefined;
}

/**
 * The plan of a source, derived from its flows and measures.
 * @throws RangeError for what aggregation queries cannot answer: gates, groups, distinct ids, several conditions at once, sums of
 *   tokens (which are exact in decimal, and a database's sums are not), and figures of only those rows whose quantity is readable
 */
export function planCounted(catalogue: Catalogue, source: MappedSource): CountedPlan {
  const flows = flowsOfSource(catalogue, source.name);
  const quantity = catalogue.sources[source.name].quantity;
  if (quantity !== undefined && quantity.kind !== 'minutes') throw refusal(source.name, `sums of ${quantity.kind}`);
  for (const flow of flows) {
    if (flow.gates.length > 0 || flow.groupBy !== undefined) throw refusal(source.name, `flow ${flow.id}`);
    if (flow.timeField !== flows[0]?.timeField) throw refusal(source.name, `times other than ${flows[0]?.timeField}`);
  }
  return {
    source,
    timeField: flows[0]?.timeField ?? 'createdAt',
    flows: flows.map(({ id, needsQuantity }) => ({
      id,
      needsQuantity,
      measures: catalogue.measuresByFlow[id].map((measure) => planMeasure(source, measure, needsQuantity)),
    })),
    quantity: quantity === undefined ? undefined : { field: quantity.field, path: pathOf(source, quantity.field) ?? null },
  };
}

function planMeasure(source: MappedSource, { id, aggregate, where = [], perCreator }: Measure, needsQuantity: boolean): CountedMeasure {
  const [predicate, ...others] = where;
  if (typeof aggregate === 'object' || perCreator === true || others.length > 0) throw refusal(source.name, `measure ${id}`);
  if (predicate === undefined) return { id, from: aggregate === 'rows' ? 'used' : 'quantity' };
  if (aggregate === 'quantity' || needsQuantity) throw refusal(source.name, `measure ${id}`);
  return { id, from: 'filtered', rows: passingOf(source, predicate) };
}

function refusal(source: SourceName, what: string): RangeError {
  return new RangeError(`${source}: ${what} cannot be answered by aggregation queries`);
}

/** Questions about one window; their answers are `rows`, and `total` where something is summed. */
export interface CountedQueries {
  readonly rows: AggregateQuery;
  /** Rows that match, by measure. */
  readonly filtered: ReadonlyMap<string, AggregateQuery>;
  /** Rows with a readable quantity, and what it adds up to. */
  readonly readable?: AggregateQuery;
  /** Asked only when some rows have no readable quantity: few of them, or many. */
  readonly unreadable?: (isRare: boolean) => Readonly<Record<UnreadableCount, AggregateQuery>>;
  /** Rows that have the field at all. Asked only when there are rows that nothing else explains. */
  readonly present?: AggregateQuery;
}

/** Counts of rows whose quantity is what `readMinutes` rejects. */
export type UnreadableCount = 'null' | 'NaN' | 'Infinity' | 'text' | 'negative' | 'tooLarge' | 'tooSmall';

/** Undefined where the source has no times: then no row belongs to any window. */
export function countedQueries({ source, timeField, flows, quantity }: CountedPlan, window: TimeWindow): CountedQueries | undefined {
  const time = instantFilters(source, timeField, window);
  const timePath = pathOf(source, timeField);
  if (time === undefined || timePath === undefined) return undefined;
  const { collection } = source;
  const rows = countQuery(collection, time);
  const filtered = new Map<string, AggregateQuery>();
  for (const measure of flows.flatMap((flow) => flow.measures)) {
    const filter = measure.from === 'filtered' ? filterOf(measure.rows) : undefined;
    if (filter !== undefined) filtered.set(measure.id, countQuery(collection, [...time, filter]));
  }
  if (quantity === undefined || quantity.path === null) return { rows, filtered };
  return { rows, filtered, ...quantityQueries(collection, time, timePath, quantity.path) };
}

function filterOf(passing: Passing): Filter | undefined {
  if (typeof passing === 'string') return undefined;
  return 'matching' in passing ? passing.matching : passing.allBut;
}

/**
 * The bounds are those of `readMinutes`, in its order: above 10⁹ is too large, be it negative or not. With ranges on two fields
 * Firestore looks through everything that the range of the first field in order lets pass. That is the window with time first; with
 * the quantity first it is every unreadable one of the collection, which is less as long as they are rare.
 */
function quantityQueries(
  collection: string,
  time: readonly Filter[],
  timePath: string,
  path: string,
): Required<Pick<CountedQueries, 'readable' | 'unreadable' | 'present'>> {
  const byTime: Order[] = [
    { path: timePath, direction: 'asc' },
    { path, direction: 'asc' },
  ];
  const compared = (orderBy: readonly Order[], ...filters: readonly Omit<Filter, 'path'>[]): AggregateQuery =>
    countQuery(collection, [...time, ...filters.map((filter) => ({ path, ...filter }))], orderBy);
  const equal = (filter: Omit<Filter, 'path'>): AggregateQuery => countQuery(collection, [...time, { path, ...filter }]);
  const readable = compared(byTime, { operator: '>=', value: 0 }, { operator: '<=', value: MAX_QUANTITY });
  return {
    readable: { ...readable, aggregates: { rows: 'count', total: { sum: path } } },
    present: compared(byTime),
    unreadable: (isRare) => {
      const orderBy = isRare ? byTime.toReversed() : byTime;
      return {
        null: equal({ operator: '==', value: null }),
        NaN: equal({ operator: '==', value: Number.NaN }),
        Infinity: equal({ operator: 'in', value: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] }),
        text: compared(orderBy, { operator: '>=', value: '' }),
        negative: compared(orderBy, { operator: '>=', value: -MAX_QUANTITY }, { operator: '<', value: 0 }),
        tooLarge: compared(orderBy, { operator: '>', value: MAX_QUANTITY }, { operator: '<', value: Number.POSITIVE_INFINITY }),
        tooSmall: compared(orderBy, { operator: '>', value: Number.NEGATIVE_INFINITY }, { operator: '<', value: -MAX_QUANTITY }),
      };
    },
  };
}

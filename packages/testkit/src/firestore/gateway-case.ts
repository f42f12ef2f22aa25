import type { DocumentQuery, FirestoreGateway, FoundDocument } from '@pack324a/firestore';

type Fields = Readonly<Record<string, unknown>>;

/** What one case works with: a gateway, and a collection that nobody else uses. */
export interface GatewayBench {
  readonly gateway: FirestoreGateway;
  readonly collection: string;
  /** Stores documents by id, one commit in the order given. */
  store(documents: Readonly<Record<string, Fields>>): Promise<void>;
  /** The documents that a query of the collection finds, in order. */
  find(query?: Omit<DocumentQuery, 'collection'>): Promise<FoundDocument[]>;
  /** Their ids. */
  ids(query?: Omit<DocumentQuery, 'collection'>): Promise<string[]>;
}

export interface GatewayCase {
  readonly name: string;
  readonly check: (bench: GatewayBench) => Promise<void>;
}

export function gatewayBench(gateway: FirestoreGateway, collection: string): GatewayBench {
  const find = async (query: Omit<DocumentQuery, 'collection'> = { where: [] }): Promise<FoundDocument[]> => {
    const found: FoundDocument[] = [];
    for await (const document of gateway.stream({ collection, ...query })) found.push(document);
    return found;
  };
  return {
    gateway,
    collection,
    store: async (documents) =>
      await gateway.commit(Object.entries(documents).map(([id, data]) => ({ kind: 'set', key: { collection, id }, data }))),
    find,
    ids: async (query) => (await find(query)).map(({ id }) => id),
  };
}

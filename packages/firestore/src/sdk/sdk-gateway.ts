import {
  AggregateField,
  type CollectionReference,
  type DocumentReference,
  type DocumentSnapshot,
  FieldPath,
  type Firestore,
  type Query as SdkQuery,
} from 'firebase-admin/firestore';
import {
  type AggregateQuery,
  type DocumentKey,
  type DocumentQuery,
  type FirestoreGateway,
  type FoundDocument,
  GRPC,
  type Query,
  type Write,
} from '../gateway.ts';
import { invalid, RefusedRequest } from './refused-request.ts';
import { fromSdkFields, toSdkFields, toSdkValue } from './values.ts';

/**
 * The gateway over the SDK. The SDK asks again by itself for some of the failures that may pass; what it gives up on is thrown as
 * it comes, with the gRPC status in `code`.
 */
export function sdkGateway(firestore: Firestore): FirestoreGateway {
  let isClosed = false;
  // The SDK never answers a request that is made after its end.
  const open = (): Firestore => {
    if (isClosed) throw new RefusedRequest(GRPC.FAILED_PRECONDITION, 'the connection has been closed');
    return firestore;
  };
  return {
    async *stream(query) {
      const documents = queryOf(open(), query).stream() as unknown as AsyncIterable<DocumentSnapshot>;
      for await (const document of documents) yield foundIn(document);
    },
    async aggregate(query) {
      const answer = await queryOf(open(), query).aggregate(aggregateFieldsOf(query)).get();
      return answer.data() as Record<string, number>;
    },
    async get(key) {
      return foundIf(await documentOf(open(), key).get());
    },
    async commit(writes) {
      await batchOf(open(), writes).commit();
    },
    async transact(key, decide) {
      const reference = documentOf(open(), key);
      return await firestore.runTransaction(async (transaction) => {
        const { result, write } = decide(foundIf(await transaction.get(reference)));
        if (write?.kind === 'set') transaction.set(reference, toSdkFields(write.data));
        else if (write?.kind === 'delete') transaction.delete(reference);
        return result;
      });
    },
    async close() {
      isClosed = true;
      await firestore.terminate();
    },
  };
}

function foundIf(document: DocumentSnapshot): FoundDocument | undefined {
  return document.exists ? foundIn(document) : undefined;
}

function foundIn(document: DocumentSnapshot): FoundDocument {
  return { id: document.id, data: fromSdkFields(document.data() ?? {}) };
}

function collectionOf(firestore: Firestore, name: string): CollectionReference {
  checkSegment('collection id', name);
  return firestore.collection(name);
}

function documentOf(firestore: Firestore, { collection, id }: DocumentKey): DocumentReference {
  checkSegment('document id', id);
  return collectionOf(firestore, collection).doc(id);
}

/** `doc('a/b/c')` is silently a document of another collection; the rest is what Firestore refuses. */
function checkSegment(what: string, name: string): void {
  if (name === '' || name === '.' || name === '..' || name.includes('/') || /^__.*__$/s.test(name) || !name.isWellFormed()) {
    throw invalid(`${JSON.stringify(name)} is not a ${what}`);
  }
}

function queryOf(firestore: Firestore, query: DocumentQuery | Query): SdkQuery {
  let built: SdkQuery = collectionOf(firestore, query.collection);
  for (const { path, operator, value } of query.where) built = built.where(fieldPath(path), operator, toSdkValue(value));
  for (const { path, direction } of query.orderBy ?? []) built = built.orderBy(fieldPath(path), direction);
  if (query.limit !== undefined) built = built.limit(query.limit);
  const select = 'select' in query ? query.select : undefined;
  return select === undefined ? built : built.select(...select.map(fieldPath));
}

function fieldPath(path: string): FieldPath {
  const segments = path.split('.');
  if (segments.includes('')) throw invalid(`${JSON.stringify(path)} is not a path of a field`);
  return new FieldPath(...segments);
}

function aggregateFieldsOf({ aggregates }: AggregateQuery): Record<string, AggregateField<number>> {
  return Object.fromEntries(
    Object.entries(aggregates).map(([name, aggregate]) => [
      name,
      aggregate === 'count' ? AggregateField.count() : AggregateField.sum(fieldPath(aggregate.sum)),
    ]),
  );
}

function batchOf(firestore: Firestore, writes: readonly Write[]) {
  const batch = firestore.batch();
  for (const write of writes) {
    const reference = documentOf(firestore, write.key);
    if (write.kind === 'delete') batch.delete(reference);
    else if (write.kind === 'create') batch.create(reference, toSdkFields(write.data));
    else batch.set(reference, toSdkFields(write.data));
  }
  return batch;
}

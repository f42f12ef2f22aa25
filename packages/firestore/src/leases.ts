import { type Lease, toIso } from '@pack324a/core';
import type { Access } from './access.ts';
import { escapedDocumentId } from './documents/ids.ts';
import { type Decision, type DocumentKey, type FoundDocument, GRPC, grpcCode } from './gateway.ts';

/** `kpiLeases/{id}`; instants are ISO texts. */
interface StoredLease {
  readonly holder: string;
  readonly acquiredAt: string;
  readonly expiresAt: string;
}

/** Takes a lease, or makes one that the caller has last longer or shorter. */
export async function acquireLease(access: Access, id: string, lease: Lease): Promise<boolean> {
  const key = keyOf(id);
  if (await createLease(access, key, lease)) return true;
  // Most who come too late see that here; a transaction would have them wait for each other.
  if (isTakenBySomebodyElse(await access.get(key), lease)) return false;
  return access.transact(key, (found) => decide(found, lease));
}

/** One request decides, however many ask at once. */
async function createLease(access: Access, key: DocumentKey, lease: Lease): Promise<boolean> {
  try {
    await access.commit([{ kind: 'create', key, data: { ...storedLease(lease, lease.nowMs) } }]);
    return true;
  } catch (error) {
    // An attempt whose answer was lost may have created it, too: whoever holds it can take it again.
    if (grpcCode(error) !== GRPC.ALREADY_EXISTS) throw error;
    return false;
  }
}

function decide(found: FoundDocument | undefined, lease: Lease): Decision<boolean> {
  if (isTakenBySomebodyElse(found, lease)) return { result: false };
  const held = found === undefined ? undefined : leaseOf(found);
  const isMine = held !== undefined && held.holder === lease.holder && Date.parse(held.expiresAt) > lease.nowMs;
  const acquiredAtMs = isMine ? Date.parse(held.acquiredAt) : lease.nowMs;
  return { result: true, write: { kind: 'set', data: { ...storedLease(lease, acquiredAtMs) } } };
}

export async function releaseLease(access: Access, id: string, holder: string): Promise<void> {
  await access.transact(keyOf(id), (found) => {
    const isHeld = found !== undefined && leaseOf(found).holder === holder;
    return { result: undefined, ...(isHeld ? { write: { kind: 'delete' as const } } : {}) };
  });
}

function isTakenBySomebodyElse(found: FoundDocument | undefined, { holder, nowMs }: Lease): boolean {
  if (found === undefined) return false;
  const held = leaseOf(found);
  return held.holder !== holder && Date.parse(held.expiresAt) > nowMs;
}

function storedLease({ holder, expiresAtMs }: Lease, acquiredAtMs: number): StoredLease {
  return { holder, acquiredAt: toIso(acquiredAtMs), expiresAt: toIso(expiresAtMs) };
}

function leaseOf({ data }: FoundDocument): StoredLease {
  return data as unknown as StoredLease;
}

function keyOf(id: string): DocumentKey {
  return { collection: 'kpiLeases', id: escapedDocumentId(id) };
}

import { DEFAULT_CONFIG } from '@pack324a/core';
import { type FirestoreGateway, GRPC } from '@pack324a/firestore';
import { firestoreDouble } from '@pack324a/testkit';
import { describe, expect, it, vi } from 'vitest';
import { hasRequestsLeft, projectAtWork, withFirestore } from '../../src/firestore/session.ts';
import { aggregate } from '../../src/operations/aggregate.ts';
import { smallPlatform } from './platform.ts';
import { withTimestamps } from './support.ts';

const SESSION = {
  project: 'my-project',
  config: DEFAULT_CONFIG,
  budget: { maxReads: 1_000_000, onEstimate: () => undefined },
  onBilled: () => undefined,
};

function opening(gateway: FirestoreGateway, work: () => Promise<void> = async () => undefined): Promise<void> {
  return withFirestore({ ...SESSION, connect: async () => gateway }, work);
}

function failing(code: number, message: string): FirestoreGateway {
  const double = firestoreDouble();
  double.faults.add({ code, message });
  return double;
}

describe('a Firestore that refuses', () => {
  it.each([
    ['permission', GRPC.PERMISSION_DENIED, 'Missing or insufficient permissions.', 'PERMISSION_DENIED', 'roles/datastore.user'],
    [
      'the project',
      GRPC.NOT_FOUND,
      'The database (default) does not exist for project my-project',
      'no such Firestore database',
      'project id',
    ],
    ['the credentials', GRPC.UNAUTHENTICATED, 'Request had invalid credentials', 'no valid credentials', 'gcloud auth'],
    ['the request', GRPC.UNIMPLEMENTED, 'Received HTTP status code 404\n at somewhere', 'Received HTTP status code 404', 'project id'],
  ])('is told of once, before any work: %s', async (_, code, message, says, hint) => {
    const work = vi.fn();
    await expect(opening(failing(code, message), work)).rejects.toMatchObject({
      code: 'database-failed',
      message: expect.stringMatching(new RegExp(`^The Firestore of my-project.* cannot be used: .*${says}`)),
      hint: expect.stringContaining(hint),
    });
    expect(work).not.toHaveBeenCalled();
  });

  it('is told of without a stack or a second line', async () => {
    const error = await opening(failing(GRPC.UNIMPLEMENTED, 'first\n    at second (file.js:1:1)')).catch((thrown: Error) => thrown);
    expect((error as Error).message).not.toContain('second');
  });
});

describe('a look at the mapping that fails', () => {
  it('keeps nobody from the figures, and is told of', async () => {
    const double = firestoreDouble();
    const day = Date.parse('2025-06-14T00:00:00Z');
    for (const [collection, rows] of Object.entries(smallPlatform(day, 1))) {
      double.load(
        collection,
        rows.map(({ id, data }) => ({ id, data: withTimestamps(data) })),
      );
    }
    double.faults.add({ operation: 'stream', collection: 'safetyAlerts', code: GRPC.PERMISSION_DENIED });
    const session = { ...SESSION, connect: async () => double };
    const { runs, warnings } = await withFirestore(session, (backend) => aggregate.run(backend, { date: '2025-06-14' }, () => undefined));
    expect(warnings).toEqual([expect.stringMatching(/^the mapping was not checked: Reading safetyAlerts was refused/)]);
    expect(runs.map(({ outcome }) => outcome)).toEqual(['succeeded']);
  });
});

describe('the connections', () => {
  it('are closed when the work has ended, and when it has failed', async () => {
    for (const work of [async () => undefined, () => Promise.reject(new Error('no'))]) {
      const double = firestoreDouble();
      const close = vi.spyOn(double, 'close');
      await opening(double, async () => {
        expect(projectAtWork()).toBe('my-project');
        await work();
      }).catch(() => undefined);
      expect(close).toHaveBeenCalledOnce();
      expect([projectAtWork(), hasRequestsLeft()]).toEqual([undefined, false]);
    }
  });

  it('are left to the end of the process under a request that nobody waits for any more', async () => {
    vi.useFakeTimers();
    vi.stubEnv('FIRESTORE_EMULATOR_HOST', '127.0.0.1:9');
    const double = firestoreDouble();
    const close = vi.spyOn(double, 'close');
    double.faults.add({ hold: () => new Promise(() => undefined) });
    const opened = opening(double).catch((error: Error) => error);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await opened).toMatchObject({
      code: 'database-failed',
      message: 'The Firestore of my-project at the emulator 127.0.0.1:9 cannot be used: it has not answered within 10 s.',
    });
    expect(close).not.toHaveBeenCalled();
    expect(hasRequestsLeft()).toBe(true);
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });
});

import { KpiError } from '@pack324a/core';
import { GRPC, grpcCode } from './gateway.ts';

/** What was being done when a request failed. */
export interface Doing {
  readonly verb: 'read' | 'write';
  /** Names of collections, never a value or an id. */
  readonly collections: readonly string[];
}

interface Explanation {
  readonly message: string;
  readonly hint: string;
}

/**
 * An error that says what to do, for the failures that the people who run an installation can do something about. Anything else
 * comes back as it is. Neither messages nor hints hold anything of the data, which the messages of Firestore may.
 */
export function explained(error: unknown, doing: Doing): unknown {
  const code = grpcCode(error);
  const explanation = code === undefined ? withoutCode(error) : explanationOf(code, messageOf(error), doing);
  if (explanation === undefined) return error;
  const kpiError = new KpiError('database-failed', explanation.message, { hint: explanation.hint });
  kpiError.cause = error;
  return kpiError;
}

function explanationOf(code: number, message: string, { verb, collections }: Doing): Explanation | undefined {
  const names = collections.join(', ');
  const task = `${verb === 'read' ? 'Reading' : 'Writing to'} ${names}`;
  switch (code) {
    case GRPC.PERMISSION_DENIED:
      return {
        message: `${task} was refused: Firestore says PERMISSION_DENIED.`,
        hint: 'Grant the service account that this runs as the role Cloud Datastore User (roles/datastore.user) on the project, and check that the Cloud Firestore API is enabled there.',
      };
    case GRPC.UNAUTHENTICATED:
      return NO_CREDENTIALS;
    case GRPC.FAILED_PRECONDITION:
      return /index/i.test(message) ? missingIndex(names) : undefined;
    case GRPC.NOT_FOUND:
      return /database/i.test(message)
        ? {
            message: `${task} failed: the project has no such Firestore database.`,
            hint: 'Check the project id, and that a database in Native mode has been created in it.',
          }
        : undefined;
    case GRPC.DEADLINE_EXCEEDED:
      return {
        message: `${task} took too long: Firestore says DEADLINE_EXCEEDED, again and again.`,
        hint: 'Run it again. If it persists, see the status of Firestore, and whether the region of this process is that of the database.',
      };
    case GRPC.UNAVAILABLE:
      return {
        message: `${task} failed: Firestore says UNAVAILABLE, again and again.`,
        hint: 'Run it again. If it persists, check the network, FIRESTORE_EMULATOR_HOST where an emulator is meant, and the status of Firestore.',
      };
    case GRPC.RESOURCE_EXHAUSTED:
      return {
        message: `${task} was refused: a quota of Firestore is used up (RESOURCE_EXHAUSTED).`,
        hint: 'Run it again later. The quotas of the project are in the Google Cloud console; without billing, 50,000 reads a day are free.',
      };
    default:
      return undefined;
  }
}

const NO_CREDENTIALS: Explanation = {
  message: 'Firestore does not know who is asking: there are no valid credentials.',
  hint: 'Run "gcloud auth application-default login", or set GOOGLE_APPLICATION_CREDENTIALS to the file of a service account, or FIRESTORE_EMULATOR_HOST for an emulator.',
};

function missingIndex(names: string): Explanation {
  return {
    message: `A query of ${names} needs an index that the database lacks or is still building.`,
    hint: 'Merge firestore-pack324a-kpi.indexes.json into the project’s own index file with "kpi firebase merge", then run "firebase deploy --only firestore:indexes" and wait until the indexes are built.',
  };
}

/** Without credentials the client library fails before it sends anything, with an error that has no status. */
function withoutCode(error: unknown): Explanation | undefined {
  return /could not load the default credentials|unable to detect a project id/i.test(messageOf(error)) ? NO_CREDENTIALS : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

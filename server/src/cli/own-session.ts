import { assertNotServed } from '../local/host-file.ts';
import { databaseFile, type Session, type SessionOptions, withSession } from '../local/session.ts';

/**
 * Opens the database in this process, for what cannot be done through a host.
 * @throws KpiError `failed-precondition` while a host serves the file, naming it
 */
export async function withOwnSession<T>(
  options: SessionOptions,
  mode: 'read' | 'write',
  work: (session: Session) => Promise<T>,
): Promise<T> {
  await assertNotServed(databaseFile(options));
  return withSession(options, mode, work);
}

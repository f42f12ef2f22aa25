import { isUsableId } from '@pack324a/core';
import type { Session } from '../local/session.ts';
import { untilChanged } from '../local/until-changed.ts';

/** Whether a user is an admin: named by the configuration, or by the stored users. */
export function adminLookup({ config, database, reader }: Session): (uid: string) => Promise<boolean> {
  const isStoredAdmin = untilChanged(database, (uid) => reader.isAdmin(uid));
  return (uid) => (config.localAdmins.includes(uid) ? Promise.resolve(true) : isStoredAdmin(uid));
}

/** Somebody who may sign in as an admin: the first one that the configuration names, else the first stored one by id. */
export async function firstAdmin({ config, database }: Session): Promise<string | undefined> {
  const named = config.localAdmins.find((uid) => isUsableId(uid));
  if (named !== undefined || !(await database.hasTable('source', 'users'))) return named;
  const rows = await database.all(`SELECT _id FROM source.users WHERE role = 'admin' OR "roles.admin" ORDER BY _id LIMIT 20`);
  return rows.map((row) => row['_id']).find((id): id is string => isUsableId(id));
}

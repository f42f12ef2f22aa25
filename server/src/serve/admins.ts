import { isUsableId } from '@pack324a/core';
import type { Session } from '../local/session.ts';

/** Answers that are kept; a host has a handful of users, so more of them than this are somebody's guesses. */
const MOST_ANSWERS = 1_000;

/**
 * Whether a user is an admin: named by the configuration, or by the stored users. Answers are kept until something in the file
 * changes, since only this process can change it.
 */
export function adminLookup({ config, database, reader }: Session): (uid: string) => Promise<boolean> {
  const answers = new Map<string, Promise<boolean>>();
  let revision = database.revision;
  return (uid) => {
    if (config.localAdmins.includes(uid)) return Promise.resolve(true);
    if (revision !== database.revision || answers.size >= MOST_ANSWERS) {
      answers.clear();
      revision = database.revision;
    }
    const known = answers.get(uid);
    if (known !== undefined) return known;
    const answer = reader.isAdmin(uid);
    answers.set(uid, answer);
    void answer.catch(() => answers.delete(uid));
    return answer;
  };
}

/** Somebody who may sign in as an admin: the first one that the configuration names, else the first stored one by id. */
export async function firstAdmin({ config, database }: Session): Promise<string | undefined> {
  const named = config.localAdmins.find((uid) => isUsableId(uid));
  if (named !== undefined || !(await database.hasTable('source', 'users'))) return named;
  const rows = await database.all(`SELECT _id FROM source.users WHERE role = 'admin' OR "roles.admin" ORDER BY _id LIMIT 20`);
  return rows.map((row) => row['_id']).find((id): id is string => isUsableId(id));
}

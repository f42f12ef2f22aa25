import { isUsableId, KpiError } from '@pack324a/core';
import { z } from 'zod';
import type { Identity } from '../host/identity.ts';
import { parseInput } from '../operations/operation.ts';

const HOUR_MS = 3_600_000;
const SCRIPT_HOURS = 24;

export const TOKEN_OPERATION = 'token';

/** Without a user, the first admin is meant. */
const inputSchema = z.strictObject({ uid: z.string().optional(), form: z.enum(['link', 'bearer', 'pair']) });
export type TokenInput = z.infer<typeof inputSchema>;

/** Something to sign in with. */
export interface IssuedToken {
  readonly form: TokenInput['form'];
  readonly uid: string;
  /** The link, the bearer token, or the pairing code. */
  readonly text: string;
  /** Where the host is met; a pairing code is typed there. */
  readonly urls: readonly string[];
  /** Whether the user may see anything once signed in. */
  readonly isAdmin: boolean;
}

export interface TokenDesk {
  readonly identity: Identity;
  readonly isAdmin: (uid: string) => Promise<boolean>;
  readonly firstAdmin: () => Promise<string | undefined>;
  /** Addresses of the host, this machine's own first. */
  readonly urls: readonly [string, ...string[]];
}

/** What to do on a platform without an admin. */
export const NAME_AN_ADMIN =
  'Name one in kpi.config.json, "localAdmins": ["you"], and start again; or import a users collection in which somebody has the role "admin".';

/** Assures that a person's words name a user. */
export function assertUserId(uid: string): void {
  if (isUsableId(uid)) return;
  throw new KpiError('invalid-argument', `--uid: "${uid}" is not a user id.`, { expected: 'an id of 1 to 128 characters without /' });
}

export function signInLink({ identity, urls }: TokenDesk, uid: string): string {
  return `${urls[0]}/sign-in?key=${identity.createLink(uid)}`;
}

/** Makes something to sign in with, for any user; only the command line of the host's own user gets here. */
export async function issueToken(desk: TokenDesk, input: unknown): Promise<IssuedToken> {
  const { uid: named, form } = parseInput(TOKEN_OPERATION, inputSchema, input);
  if (named !== undefined) assertUserId(named);
  const uid = named ?? (await desk.firstAdmin());
  if (uid === undefined) throw new KpiError('not-found', 'Nobody is an admin yet.', { hint: NAME_AN_ADMIN });
  const text = await FORMS[form](desk, uid);
  return { form, uid, text, urls: desk.urls, isAdmin: await desk.isAdmin(uid) };
}

const FORMS: Readonly<Record<TokenInput['form'], (desk: TokenDesk, uid: string) => Promise<string>>> = {
  link: async (desk, uid) => signInLink(desk, uid),
  bearer: ({ identity }, uid) => identity.issueToken(uid, 'script', SCRIPT_HOURS * HOUR_MS),
  pair: async ({ identity }, uid) => identity.createPairingCode(uid),
};

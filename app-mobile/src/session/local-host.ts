import { connectLocalHost, createKpiClient } from '@pack324a/client';
import { initializeApp } from 'firebase/app';
import { getFunctions } from 'firebase/functions';
import type { Account, Backend } from './backend.ts';
import type { Connection } from './connection.ts';
import { askHost, isUnauthenticated } from './host-answer.ts';
import { createTeller } from './teller.ts';

/** The host of this machine or network; its sign-in cookie goes along with every call. */
export function localHostBackend({ url, region }: Extract<Connection, { kind: 'local-host' }>): Backend {
  const functions = getFunctions(initializeApp({ projectId: 'local' }), region);
  connectLocalHost(functions, { url });
  const { watch, tell, current } = createTeller(() => void check());
  let checking: Promise<void> | undefined;

  /** Several calls that are refused at once lead to one question. */
  function check(): Promise<void> {
    checking ??= find().finally(() => {
      checking = undefined;
    });
    return checking;
  }

  async function find(): Promise<void> {
    try {
      const account = await accountAt(url);
      tell(account === undefined ? { state: 'signed-out' } : { state: 'signed-in', account });
    } catch (error) {
      // Who was signed in a moment ago still is, as far as anyone can tell.
      if (current().state !== 'signed-in') tell({ state: 'unknown', error });
    }
  }

  return {
    id: url,
    kpi: createKpiClient(functions),
    signIn: {
      kind: 'pairing',
      async pair(code) {
        await askHost(`${url}/pair`, { code });
        await check();
      },
    },
    watch,
    check,
    async signOut() {
      await askHost(`${url}/sign-out`, {});
      tell({ state: 'signed-out' });
    },
  };
}

/** Undefined when nobody is signed in. */
async function accountAt(url: string): Promise<Account | undefined> {
  try {
    const { uid, admin } = (await askHost(`${url}/me`)) as { readonly uid: string; readonly admin: boolean };
    return { id: uid, name: uid, isAdmin: admin };
  } catch (error) {
    if (isUnauthenticated(error)) return undefined;
    throw error;
  }
}

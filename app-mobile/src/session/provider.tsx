import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { forgetFigures } from '../queries/kept.ts';
import type { Account, Backend, SessionState } from './backend.ts';
import { forgetAccount, rememberAccount, rememberedAccount } from './remembered.ts';

interface InSession {
  readonly backend: Backend;
  readonly session: SessionState;
  /** Whose figures are shown: who is signed in or, while nothing answers that question, who was last; null without either. */
  readonly account: Account | null | undefined;
  /** Signs out and leaves no figures on the device. Rejects when the backend could not be told; then nothing has changed. */
  readonly signOut: () => Promise<void>;
}

const SessionContext = createContext<InSession | undefined>(undefined);

/** Knows the backend and who is signed in. */
export function SessionProvider({ backend, children }: { readonly backend: Backend; readonly children: ReactNode }) {
  const [session, setSession] = useState<SessionState>({ state: 'loading' });
  useEffect(() => backend.watch(setSession), [backend]);
  const remembered = useRemembered(backend, session);
  const value = useMemo(() => {
    const account = session.state === 'signed-in' ? session.account : session.state === 'unknown' ? remembered : null;
    return { backend, session, account, signOut: () => signOutOf(backend) };
  }, [backend, session, remembered]);
  return <SessionContext value={value}>{children}</SessionContext>;
}

/** The account that this device remembers; undefined until it is read, null when there is none. */
function useRemembered(backend: Backend, session: SessionState): Account | null | undefined {
  const [remembered, setRemembered] = useState<Account | null>();
  useEffect(() => {
    let isCurrent = true;
    const settle = (account: Account | undefined) => {
      if (isCurrent) setRemembered(account ?? null);
    };
    void keepUpWith(backend, session).then(settle, () => settle(undefined));
    return () => {
      isCurrent = false;
    };
  }, [backend, session]);
  return remembered;
}

/** Remembers who is signed in, and forgets who no longer is, or no longer may see figures. */
async function keepUpWith(backend: Backend, session: SessionState): Promise<Account | undefined> {
  if (session.state === 'loading' || session.state === 'unknown') return rememberedAccount(backend.id);
  const mayLook = session.state === 'signed-in' && session.account.isAdmin !== false;
  if (mayLook) {
    await rememberAccount(backend.id, session.account);
    return session.account;
  }
  await forgetAccount();
  // An account that lost its role must not leave behind what it saw; one whose sign-in ended comes back to it.
  if (session.state === 'signed-in') await forgetFigures();
  return undefined;
}

async function signOutOf(backend: Backend): Promise<void> {
  await backend.signOut();
  await forgetFigures();
}

/** The session where there may be none yet. */
export function useSessionIfAny(): InSession | undefined {
  return useContext(SessionContext);
}

export function useSession(): InSession {
  const value = useSessionIfAny();
  if (value === undefined) throw new Error('There is no SessionProvider above this component.');
  return value;
}

import { PersistQueryClientProvider } from '@tanstack/react-query-persist-client';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { createQueryClient, reachAgain, watchVisibility } from '../../queries/client.ts';
import { keepFigures } from '../../queries/kept.ts';
import type { Account, Backend } from '../../session/backend.ts';
import { type Connection, connectionOf } from '../../session/connection.ts';
import { createBackend } from '../../session/create-backend.ts';
import { pageOfHost } from '../../session/page-of-host.ts';
import { SessionProvider, useSession } from '../../session/provider.tsx';
import { HostUnknown } from './host-unknown.tsx';
import { NotAdmin } from './not-admin.tsx';
import { SignInScreen } from './sign-in-screen.tsx';
import { Unconfigured } from './unconfigured.tsx';
import { Waiting } from './waiting.tsx';

/** How often it is found out anew who is signed in, while nothing answers that. */
const CHECK_AGAIN_MS = 10_000;

/** Lets in whoever may see figures, and tells everyone else what to do. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const [connection] = useState(() => connectionOf(pageOfHost()));
  const [backend, setBackend] = useState<Backend>();
  const [error, setError] = useState<unknown>();
  const connect = useCallback(async () => {
    if (connection.kind === 'none') return;
    try {
      setBackend(await createBackend(connection));
      setError(undefined);
    } catch (thrown) {
      setError(thrown);
    }
  }, [connection]);
  useEffect(() => void connect().catch(setError), [connect]);
  if (connection.kind === 'none') return <Unconfigured missing={connection.missing} />;
  if (backend === undefined)
    return error === undefined ? <Waiting /> : <HostUnknown connection={connection} error={error} onRetry={connect} />;
  return (
    <SessionProvider backend={backend}>
      <Door connection={connection}>{children}</Door>
    </SessionProvider>
  );
}

interface DoorProps {
  readonly connection: Exclude<Connection, { kind: 'none' }>;
  readonly children: ReactNode;
}

function Door({ connection, children }: DoorProps) {
  const { backend, session, account } = useSession();
  useCheckAgain(backend, session.state === 'unknown');
  if (session.state === 'loading' || account === undefined) return <Waiting />;
  if (session.state === 'signed-out') return <SignInScreen />;
  if (account === null) {
    const error = session.state === 'unknown' ? session.error : undefined;
    return <HostUnknown connection={connection} error={error} onRetry={() => backend.check()} />;
  }
  if (account.isAdmin === false) return <NotAdmin account={account} />;
  return (
    <Figures key={account.id} backend={backend} account={account} isKnown={session.state === 'signed-in'}>
      {children}
    </Figures>
  );
}

function useCheckAgain(backend: Backend, isUnknown: boolean): void {
  useEffect(() => {
    if (!isUnknown) return;
    const timer = setInterval(() => void backend.check().catch(() => undefined), CHECK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [backend, isUnknown]);
}

interface FiguresProps {
  readonly backend: Backend;
  readonly account: Account;
  /** False while the account is only the one that was signed in last. */
  readonly isKnown: boolean;
  readonly children: ReactNode;
}

/** Keeps the figures of one account apart from those of any other. */
function Figures({ backend, account, isKnown, children }: FiguresProps) {
  const [client] = useState(() => createQueryClient((error) => void backend.check(error).catch(() => undefined)));
  const [kept] = useState(() => keepFigures(`${backend.id} ${account.id}`));
  useEffect(watchVisibility, []);
  useEffect(() => reachAgain(client), [client]);
  useEffect(() => {
    // Whoever answers again has newer figures.
    if (isKnown) void client.invalidateQueries({ predicate: ({ state }) => state.error !== null }).catch(() => undefined);
  }, [client, isKnown]);
  return (
    <PersistQueryClientProvider client={client} persistOptions={kept}>
      {children}
    </PersistQueryClientProvider>
  );
}

import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { deleteApp, type FirebaseApp, initializeApp } from 'firebase/app';
import { type Functions, getFunctions } from 'firebase/functions';

/** A request as it arrived. */
interface Received {
  readonly path: string;
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
}

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
}

/** A server that speaks the callable protocol: it keeps what it receives, and answers what it is told to. */
export interface CallableServer {
  readonly url: string;
  readonly received: Received[];
  /** `none` leaves a request without an answer. */
  answer: Answer | 'none';
  close(): Promise<void>;
}

export async function startCallableServer(): Promise<CallableServer> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    const finish = async (): Promise<void> => {
      received.push({ path: request.url ?? '', body: JSON.parse(await text(request)), headers: request.headers });
      if (host.answer === 'none') return;
      response.writeHead(host.answer.status ?? 200, { 'Content-Type': 'application/json', ...host.answer.headers });
      response.end(JSON.stringify(host.answer.body));
    };
    void finish().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host: CallableServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: { body: { result: {} } },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return host;
}

const apps: FirebaseApp[] = [];

/** The SDK's functions of an app of their own. */
export function newFunctions(regionOrDomain = 'europe-central2'): Functions {
  const app = initializeApp({ projectId: 'demo-kpi', apiKey: 'none', appId: 'none' }, `app ${apps.length}`);
  apps.push(app);
  return getFunctions(app, regionOrDomain);
}

export async function deleteApps(): Promise<void> {
  await Promise.all(apps.splice(0).map(deleteApp));
}

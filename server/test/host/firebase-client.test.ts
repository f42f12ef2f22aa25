import * as firebase from 'firebase/app';
import { connectFunctionsEmulator, type Functions, getFunctions, httpsCallable } from 'firebase/functions';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listen, REGION, type TestHost, testHost } from './support.ts';

/** How the sign-in package of the SDK tells it where tokens come from: exported, and left out of the types. */
const { _addComponent: addComponent } = firebase as unknown as {
  readonly _addComponent: (app: firebase.FirebaseApp, component: unknown) => void;
};

let host: TestHost;
let app: firebase.FirebaseApp;
let functions: Functions;
let accessToken: string | undefined;

beforeEach(async () => {
  host = await testHost();
  const { port } = await listen(host);
  accessToken = await host.token('script');
  app = firebase.initializeApp({ projectId: 'any-project', apiKey: 'none' }, `app-${port}`);
  addComponent(app, {
    name: 'auth-internal',
    type: 'PRIVATE',
    instanceFactory: () => ({ getToken: async () => (accessToken === undefined ? null : { accessToken }) }),
    instantiationMode: 'LAZY',
    multipleInstances: false,
    serviceProps: {},
    onInstanceCreated: null,
  });
  functions = getFunctions(app, REGION);
  connectFunctionsEmulator(functions, '127.0.0.1', port);
});
afterEach(async () => {
  await firebase.deleteApp(app);
  await host.app.close();
});

describe('the Firebase SDK', () => {
  it('calls the host and gets its result', async () => {
    const echo = httpsCallable(functions, 'echo');
    expect((await echo({ date: '2025-12-11', limit: 5 })).data).toEqual({ uid: 'admin', data: { date: '2025-12-11', limit: 5 } });
    expect((await echo()).data).toEqual({ uid: 'admin', data: null });
  });

  it.each([
    ['nothing', 'functions/not-found'],
    ['fail', 'functions/internal'],
  ])('calling %s gets the error %s', async (name, code) => {
    await expect(httpsCallable(functions, name)()).rejects.toMatchObject({ code });
  });

  it('without a token, or with a wrong one, is told to sign in', async () => {
    accessToken = undefined;
    await expect(httpsCallable(functions, 'echo')()).rejects.toMatchObject({ code: 'functions/unauthenticated' });
    accessToken = 'wrong';
    await expect(httpsCallable(functions, 'echo')()).rejects.toMatchObject({
      code: 'functions/unauthenticated',
      details: { hint: expect.stringContaining('kpi token') },
    });
  });
});

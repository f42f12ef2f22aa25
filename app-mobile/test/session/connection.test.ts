import { describe, expect, it } from 'vitest';
import { connectionOf } from '../../src/session/connection.ts';

const FIREBASE = { EXPO_PUBLIC_FIREBASE_PROJECT_ID: 'my-project', EXPO_PUBLIC_FIREBASE_API_KEY: 'my-key' };

describe('where the figures are', () => {
  it('is the host that serves the page, whatever the variables say', () => {
    const page = { origin: 'http://127.0.0.1:3240', region: 'us-east1' };
    const variables = { ...FIREBASE, EXPO_PUBLIC_KPI_HOST_URL: 'http://192.168.1.20:3240', EXPO_PUBLIC_KPI_REGION: 'europe-west1' };
    expect(connectionOf(page, variables)).toEqual({ kind: 'local-host', url: 'http://127.0.0.1:3240', region: 'us-east1' });
  });

  it('is the host of the variables before the project of the variables', () => {
    const variables = { ...FIREBASE, EXPO_PUBLIC_KPI_HOST_URL: ' http://192.168.1.20:3240/ ' };
    expect(connectionOf(undefined, variables)).toEqual({ kind: 'local-host', url: 'http://192.168.1.20:3240', region: 'europe-central2' });
  });

  it('is a project of Firebase, with its usual domain and our usual region', () => {
    expect(connectionOf(undefined, FIREBASE)).toEqual({
      kind: 'firebase',
      projectId: 'my-project',
      apiKey: 'my-key',
      appId: undefined,
      authDomain: 'my-project.firebaseapp.com',
      region: 'europe-central2',
      googleClientIds: { android: undefined, ios: undefined },
      appCheckSiteKey: undefined,
      emulators: { auth: undefined, functions: undefined },
    });
  });

  it('takes everything else from its variable', () => {
    const connection = connectionOf(undefined, {
      ...FIREBASE,
      EXPO_PUBLIC_KPI_REGION: 'europe-west1',
      EXPO_PUBLIC_FIREBASE_APP_ID: 'my-app',
      EXPO_PUBLIC_FIREBASE_AUTH_DOMAIN: 'sign-in.example.com',
      EXPO_PUBLIC_FIREBASE_APP_CHECK_SITE_KEY: 'site-key',
      EXPO_PUBLIC_GOOGLE_ANDROID_CLIENT_ID: 'android-client',
      EXPO_PUBLIC_GOOGLE_IOS_CLIENT_ID: 'ios-client',
      EXPO_PUBLIC_AUTH_EMULATOR: '127.0.0.1:9099',
      EXPO_PUBLIC_FUNCTIONS_EMULATOR: '127.0.0.1:5001',
    });
    expect(connection).toMatchObject({
      region: 'europe-west1',
      appId: 'my-app',
      authDomain: 'sign-in.example.com',
      appCheckSiteKey: 'site-key',
      googleClientIds: { android: 'android-client', ios: 'ios-client' },
      emulators: { auth: '127.0.0.1:9099', functions: '127.0.0.1:5001' },
    });
  });

  it.each([
    [{}, ['EXPO_PUBLIC_FIREBASE_PROJECT_ID', 'EXPO_PUBLIC_FIREBASE_API_KEY']],
    [{ EXPO_PUBLIC_FIREBASE_PROJECT_ID: 'my-project' }, ['EXPO_PUBLIC_FIREBASE_API_KEY']],
    [{ ...FIREBASE, EXPO_PUBLIC_FIREBASE_PROJECT_ID: '  ' }, ['EXPO_PUBLIC_FIREBASE_PROJECT_ID']],
  ])('is nowhere without what Firebase needs, which is named (%j)', (variables, missing) => {
    expect(connectionOf(undefined, variables)).toEqual({ kind: 'none', missing });
  });
});

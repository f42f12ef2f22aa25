/** What the app talks to. */
export type Connection =
  | {
      readonly kind: 'local-host';
      /** Its address, as the host prints it. */
      readonly url: string;
      readonly region: string;
    }
  | {
      readonly kind: 'firebase';
      readonly projectId: string;
      readonly apiKey: string;
      readonly appId: string | undefined;
      readonly authDomain: string;
      readonly region: string;
      /** Google sign-in on a phone; a browser needs none of them. */
      readonly googleClientIds: {
        readonly android?: string | undefined;
        readonly ios?: string | undefined;
      };
      /** reCAPTCHA Enterprise, where the functions enforce App Check; in browsers only. */
      readonly appCheckSiteKey: string | undefined;
      /** `host:port` of the emulators, for trying the app out. */
      readonly emulators: { readonly auth: string | undefined; readonly functions: string | undefined };
    }
  | {
      /** The configuration says neither where the figures are nor how to get there. */
      readonly kind: 'none';
      readonly missing: readonly string[];
    };

export type FirebaseConnection = Extract<Connection, { kind: 'firebase' }>;

/** What a page that a local host serves says about itself. */
export interface PageOfHost {
  readonly origin: string;
  readonly region: string;
}

const DEFAULT_REGION = 'europe-central2';

/** The `EXPO_PUBLIC_…` variables; the bundler replaces each of these expressions by its value. */
const VARIABLES = {
  EXPO_PUBLIC_KPI_HOST_URL: process.env.EXPO_PUBLIC_KPI_HOST_URL,
  EXPO_PUBLIC_KPI_REGION: process.env.EXPO_PUBLIC_KPI_REGION,
  EXPO_PUBLIC_FIREBASE_PROJECT_ID: process.env.EXPO_PUBLIC_FIREBASE_PROJECT_ID,
  EXPO_PUBLIC_FIREBASE_API_KEY: process.env.EXPO_PUBLIC_FIREBASE_API_KEY,
  EXPO_PUBLIC_FIREBASE_APP_ID: process.env.EXPO_PUBLIC_FIREBASE_APP_ID,
  EXPO_PUBLIC_FIREBASE_AUTH_DOMAIN: process.env.EXPO_PUBLIC_FIREBASE_AUTH_DOMAIN,
  EXPO_PUBLIC_FIREBASE_APP_CHECK_SITE_KEY: process.env.EXPO_PUBLIC_FIREBASE_APP_CHECK_SITE_KEY,
  EXPO_PUBLIC_GOOGLE_ANDROID_CLIENT_ID: process.env.EXPO_PUBLIC_GOOGLE_ANDROID_CLIENT_ID,
  EXPO_PUBLIC_GOOGLE_IOS_CLIENT_ID: process.env.EXPO_PUBLIC_GOOGLE_IOS_CLIENT_ID,
  EXPO_PUBLIC_FUNCTIONS_EMULATOR: process.env.EXPO_PUBLIC_FUNCTIONS_EMULATOR,
  EXPO_PUBLIC_AUTH_EMULATOR: process.env.EXPO_PUBLIC_AUTH_EMULATOR,
} as const;

type VariableName = keyof typeof VARIABLES;
type Variables = Readonly<Partial<Record<VariableName, string | undefined>>>;

/**
 * Reads where the figures are: the host that serves the page, else what the variables say.
 * @param page undefined on a phone, and in a page that no local host serves
 */
export function connectionOf(page: PageOfHost | undefined, variables: Variables = VARIABLES): Connection {
  const given = (name: VariableName) => variables[name]?.trim() || undefined;
  const region = given('EXPO_PUBLIC_KPI_REGION') ?? DEFAULT_REGION;
  if (page !== undefined) return { kind: 'local-host', url: page.origin, region: page.region };
  const url = given('EXPO_PUBLIC_KPI_HOST_URL');
  if (url !== undefined) return { kind: 'local-host', url: url.replace(/\/+$/, ''), region };
  const projectId = given('EXPO_PUBLIC_FIREBASE_PROJECT_ID');
  const apiKey = given('EXPO_PUBLIC_FIREBASE_API_KEY');
  if (projectId === undefined || apiKey === undefined) {
    const needed = { EXPO_PUBLIC_FIREBASE_PROJECT_ID: projectId, EXPO_PUBLIC_FIREBASE_API_KEY: apiKey };
    return { kind: 'none', missing: Object.entries(needed).flatMap(([name, value]) => (value === undefined ? [name] : [])) };
  }
  return {
    kind: 'firebase',
    projectId,
    apiKey,
    appId: given('EXPO_PUBLIC_FIREBASE_APP_ID'),
    authDomain: given('EXPO_PUBLIC_FIREBASE_AUTH_DOMAIN') ?? `${projectId}.firebaseapp.com`,
    region,
    googleClientIds: {
      android: given('EXPO_PUBLIC_GOOGLE_ANDROID_CLIENT_ID'),
      ios: given('EXPO_PUBLIC_GOOGLE_IOS_CLIENT_ID'),
    },
    appCheckSiteKey: given('EXPO_PUBLIC_FIREBASE_APP_CHECK_SITE_KEY'),
    emulators: { auth: given('EXPO_PUBLIC_AUTH_EMULATOR'), functions: given('EXPO_PUBLIC_FUNCTIONS_EMULATOR') },
  };
}

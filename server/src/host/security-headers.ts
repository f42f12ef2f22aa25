import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import fastify from 'fastify';

/**
 * The SHA-256 of no text at all. react-native-web makes an empty style element and then sets rules by script, which a policy never
 * forbids; a style element with any text in it stays forbidden.
 */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** Nothing but the page's own files, and calls to where it came from. */
const HELMET: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", EMPTY_STYLE],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  xFrameOptions: { action: 'deny' },
  // There is no HTTPS to insist on, no link to prefetch names for, and no old browser to keep from its own ideas.
  strictTransportSecurity: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
};
const PERMISSIONS = 'camera=(), geolocation=(), microphone=(), payment=(), usb=()';
const OF_THE_ANSWER_ITSELF: ReadonlySet<string> = new Set(['connection', 'content-length', 'content-type', 'date']);

/**
 * The headers that go with every answer. helmet works them out anew for each, which costs more than all the rest of a request
 * here; they never differ, so it is asked once.
 */
export async function securityHeaders(): Promise<Record<string, string>> {
  const app = fastify();
  await app.register(helmet, HELMET);
  app.get('/', (_request, reply) => reply.send());
  const { headers } = await app.inject('/');
  await app.close();
  const lasting = Object.entries(headers).filter(([name]) => !OF_THE_ANSWER_ITSELF.has(name));
  return {
    ...Object.fromEntries(lasting.map(([name, value]) => [name, String(value)])),
    'cache-control': 'no-store',
    'permissions-policy': PERMISSIONS,
  };
}

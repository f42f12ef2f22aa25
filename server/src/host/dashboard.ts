import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { HTML_TYPE } from './answers.ts';

/** The dashboard's main screen. */
export const DASHBOARD_PATH = '/admin/kpi-dashboard';
const INDEX = 'index.html';
/** Below it the address belongs to the app, which finds its screen itself; a part of it may be an id, so dots mean nothing. */
const SCREENS_ROOT = '/admin';
/** Not for browsers: notes of the bundler, maps to the sources, and files that are sent in place of those beside them. */
const NOT_SERVED = [INDEX, 'metadata.json', '**/*.map', '**/*.br', '**/*.gz'];
/** The bundler names files by their content (MD5): `entry-….js`, `icon.….png`, `icon.…@2x.png`. What has such a name never changes. */
const NAMED_BY_CONTENT = /[-.][0-9a-f]{32}(?:@[\d.]+x)?\.\w+$/;
const FOREVER = 'public, max-age=31536000, immutable';

/** A built web app, and what it is told about the host that serves it. */
export interface Dashboard {
  /** Holds `index.html`, and what that loads. */
  readonly folder: string;
  readonly instance: string;
  readonly region: string;
}

/**
 * Serves the dashboard: its page for every address below `/admin/`, and its files, compressed where they were compressed when it
 * was built. Nobody has to be signed in for that; the app itself asks.
 * @throws Error when the folder holds no page
 */
export async function registerDashboard(app: FastifyInstance, { folder, instance, region }: Dashboard): Promise<void> {
  const template = await readFile(join(folder, INDEX), 'utf8');
  const html = withMeta(withMeta(template, 'kpi-host', instance), 'kpi-region', region);
  for (const path of [SCREENS_ROOT, `${SCREENS_ROOT}/`]) app.get(path, (_request, reply) => reply.redirect(DASHBOARD_PATH, 303));
  app.get(`${SCREENS_ROOT}/*`, (_request, reply) => reply.type(HTML_TYPE).send(html));
  // Only files that are there when the host starts have a route.
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    globIgnore: NOT_SERVED,
    preCompressed: true,
    cacheControl: false,
    decorateReply: false,
    setHeaders: (reply, path) => {
      if (NAMED_BY_CONTENT.test(basename(path).replace(/\.(?:br|gz)$/, ''))) reply.header('cache-control', FOREVER);
    },
  });
}

/** Fills an empty meta element of a page. */
function withMeta(html: string, name: string, content: string): string {
  return html.replace(`<meta name="${name}" content="">`, `<meta name="${name}" content="${encodeURIComponent(content)}">`);
}

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { HTML_TYPE } from './answers.ts';
import { DASHBOARD_PATH, registerDashboard } from './dashboard.ts';
import type { HostOptions } from './options.ts';

const PUBLIC_FOLDER = fileURLToPath(new URL('../../public/', import.meta.url));
const STATUS_FILE = 'index.html';
const STATUS_PATH = '/status';
const SEE_OTHER = 303;
/** What the status page says about the dashboard. */
const DASHBOARD_LINK = `<a href="${DASHBOARD_PATH}">Open the dashboard</a>`;
const NO_DASHBOARD = 'The dashboard is not built: run <code>npm run build:dashboard</code>, then start the host again.';

/** What is said on a page of its own. The code of each is one that browsers do not keep or retry. */
const PAGES = {
  wrongLink: {
    code: 403,
    title: 'This sign-in link does not work',
    text: 'It has been used, is more than 15 minutes old, or was not copied whole.',
    hint: 'Make a new one in a terminal on the computer that runs the host: <code>npx kpi token --uid your-user-id</code>',
  },
  tooManyLinks: {
    code: 429,
    title: 'Too many attempts',
    text: 'Too many sign-in links that do not work were opened from here within a minute.',
    hint: 'Wait a minute, then open a new one.',
  },
  crossSite: {
    code: 403,
    title: 'Open this address directly',
    text: 'A link on another site led here. Such links are refused, so that no other site can act in your name.',
    hint: 'Copy the address and paste it into the address bar.',
  },
  notPrefetched: {
    code: 503,
    title: 'Not opened yet',
    text: 'A sign-in link works once, so it is not fetched ahead of time.',
    hint: 'Open the link.',
  },
  notFound: { code: 404, title: 'There is nothing here', text: 'No page has this address.', hint: '<a href="/">Go to the start page</a>' },
} as const satisfies Record<string, { code: number; title: string; text: string; hint: string }>;

/** Answers with one of the small pages. */
export function sendPage(reply: FastifyReply, name: keyof typeof PAGES): FastifyReply {
  const { code, title, text, hint } = PAGES[name];
  return reply
    .code(code)
    .type(HTML_TYPE)
    .send(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="${STATUS_PATH}/icon.svg">
<link rel="stylesheet" href="${STATUS_PATH}/style.css">
</head>
<body>
<main><h1>${title}</h1><p>${text}</p><p>${hint}</p></main>
</body>
</html>
`);
}

/** The dashboard where it is built; the status page, which is told the region its calls go to, and the files it loads. */
export async function registerPages(
  app: FastifyInstance,
  { dashboard, instance, region }: Pick<HostOptions, 'dashboard' | 'instance' | 'region'>,
): Promise<void> {
  if (dashboard !== undefined) await registerDashboard(app, { folder: dashboard, instance, region });
  const start = dashboard === undefined ? STATUS_PATH : DASHBOARD_PATH;
  app.get('/', (_request, reply) => reply.redirect(start, SEE_OTHER));
  const html = (await readFile(`${PUBLIC_FOLDER}${STATUS_FILE}`, 'utf8'))
    .replaceAll('{{region}}', encodeURIComponent(region))
    .replaceAll('{{dashboard}}', dashboard === undefined ? NO_DASHBOARD : DASHBOARD_LINK);
  app.get(STATUS_PATH, (_request, reply) => reply.type(HTML_TYPE).send(html));
  // Only files that are there when the host starts have a route, so no path is ever looked up on the disk.
  await app.register(fastifyStatic, {
    root: PUBLIC_FOLDER,
    prefix: `${STATUS_PATH}/`,
    wildcard: false,
    index: false,
    globIgnore: [STATUS_FILE],
    cacheControl: false,
    decorateReply: false,
  });
}

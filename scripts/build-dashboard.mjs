import { ensureInstalled } from './install.mjs';
import { ensureBuild } from './lib/dashboard-builds.mjs';
import { exportDashboard } from './lib/dashboard-export.mjs';
import { sourcesKey } from './lib/dashboard-sources.mjs';
import { inRoot } from './lib/root.mjs';

/** What a first build takes on two cores. */
const USUAL_SECONDS = 30;
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

ensureInstalled('runtime');
const stopping = new AbortController();
for (const [signal, exitCode] of Object.entries(EXIT_CODES)) {
  process.on(signal, () => {
    process.exitCode = exitCode;
    stopping.abort();
  });
}
// Whoever started this may be gone before it ends.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  const { signal } = stopping;
  const folder = await ensureBuild({
    folder: inRoot('dist', 'dashboard'),
    keyOf: sourcesKey,
    build: (target) => build(target, signal),
    onChange: () => say('The sources have changed meanwhile.'),
    onWait: () => say('Another process is building the dashboard; waiting for it…'),
    signal,
  });
  process.stdout.write(`${folder}\n`);
} catch (error) {
  if (!stopping.signal.aborted) fail(error);
}

async function build(target, signal) {
  const started = Date.now();
  say(`Building the dashboard (only when it has changed, about ${USUAL_SECONDS} s)…`);
  await exportDashboard(target, { signal });
  say(`Built in ${Math.round((Date.now() - started) / 1000)} s.`);
}

function fail({ message, lines = [] }) {
  for (const line of lines) say(`  ${line}`);
  say(`The dashboard could not be built: ${message}.`);
  process.exitCode = 1;
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

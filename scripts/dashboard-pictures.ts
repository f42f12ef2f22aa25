import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from '../e2e/browser.ts';

/** Photographs the dashboard of a fresh demo platform for the README: yesterday, on a phone in the dark and on a desk in the light. */
const PICTURES = [
  { file: 'dashboard-phone-dark.png', viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, colorScheme: 'dark' },
  { file: 'dashboard-desktop-light.png', viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1, colorScheme: 'light' },
] as const satisfies readonly (BrowserContextOptions & { readonly file: string })[];
/** What a README can carry. */
const MOST_BYTES = 200_000;
const LINK = /^ +(http:\/\/\S+\/sign-in\?key=\S+)$/;

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kpi-pictures-'));
const host = spawn(process.execPath, [join(root, 'scripts', 'start.mjs')], {
  env: { ...process.env, KPI_DB: join(folder, 'kpi.duckdb'), KPI_PORT: '0', NO_COLOR: '1' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = once(host, 'close');
try {
  const link = await linkOf(host);
  const browser = await launchBrowser();
  try {
    await photograph(browser, link);
  } finally {
    await browser.close();
  }
} finally {
  host.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}

/** The sign-in link, which the main job prints last. */
async function linkOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('the main job has no output');
  for await (const line of createInterface({ input: stdout })) {
    const link = LINK.exec(line)?.[1];
    if (link !== undefined) {
      // Whatever else it prints must not fill the pipe.
      stdout.resume();
      return link;
    }
  }
  throw new Error('the main job ended without a sign-in link');
}

async function photograph(browser: Browser, link: string): Promise<void> {
  const first = await browser.newContext();
  const opened = await first.newPage();
  await opened.goto(link, { waitUntil: 'commit' });
  const storageState = await first.storageState();
  for (const { file, ...look } of PICTURES) {
    const context = await browser.newContext({ storageState, locale: 'en-GB', reducedMotion: 'reduce', ...look });
    const page = await context.newPage();
    await page.goto(`${new URL(link).origin}/admin/kpi-dashboard`);
    await page.getByRole('button', { name: /^Revenue: PLN .* against / }).waitFor();
    await page.waitForLoadState('networkidle');
    const path = join(root, 'docs', file);
    await page.screenshot({ path });
    await context.close();
    const { size } = statSync(path);
    process.stdout.write(`docs/${file}: ${Math.round(size / 1000)} kB\n`);
    if (size > MOST_BYTES) throw new Error(`docs/${file} is larger than ${MOST_BYTES / 1000} kB`);
  }
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { addDays } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { DASHBOARD, longDay, revenue } from './screen.ts';
import { useWorld } from './world.ts';

/** What the JavaScript of the first screen may weigh at most. */
const MOST_KB = 450;
const KB = 1000;
const GZIP_LEVEL = 9;
/** Meant for a machine with nothing else to do; it is measured and printed. */
const WANTED_MS = 1_500;
/** Tests share two cores with each other, and machines differ: what fails is out of all proportion, even at its best. */
const MOST_MS = 2 * WANTED_MS;
const RUNS = 7;

/** People see no delay below a tenth of a second; here again others use the machine. */
const AT_ONCE_MS = 500;

const world = useWorld({ users: 3_000, meant: /ERR_FAILED/ });

/** Counts from the beginning of the navigation to the first frame with revenue in it. */
const TIME_TO_REVENUE = `new Promise((done) => {
  const look = () => document.querySelector('[role=button][aria-label^="Revenue: PLN"]') === null
    ? requestAnimationFrame(look)
    : requestAnimationFrame(() => done(performance.now()));
  look();
})`;

describe('the main screen', () => {
  it('shows figures soon after it is opened', async () => {
    const { page } = await world.visit();
    await page.goto(DASHBOARD);
    await revenue(page).waitFor();
    const timesMs: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      // Without the figures that the device keeps, which would be there at once.
      await page.evaluate('localStorage.clear()');
      await page.goto('about:blank');
      await page.goto(DASHBOARD, { waitUntil: 'commit' });
      timesMs.push(await page.evaluate<number>(TIME_TO_REVENUE));
    }
    const sorted = timesMs.toSorted((a, b) => a - b);
    const bestMs = sorted[0] ?? Number.POSITIVE_INFINITY;
    const medianMs = sorted[Math.floor(RUNS / 2)] ?? Number.POSITIVE_INFINITY;
    const all = sorted.map(Math.round).join(', ');
    report(`figures after ${Math.round(medianMs)} ms (median of ${RUNS}; best first: ${all}); ${WANTED_MS} wanted`);
    expect(bestMs).toBeLessThan(MOST_MS);
  });

  it('needs no more JavaScript than its budget', async () => {
    const { page } = await world.visit();
    const names: string[] = [];
    page.on('request', (request) => {
      if (request.resourceType() === 'script') names.push(decodeURI(new URL(request.url()).pathname));
    });
    await page.goto(DASHBOARD);
    await revenue(page).waitFor();
    await page.waitForLoadState('networkidle');
    expect(names.length).toBeGreaterThan(0);
    const bytes = names.map((name) => gzipSync(readFileSync(join(world.dashboard, name)), { level: GZIP_LEVEL }).length);
    const total = bytes.reduce((sum, size) => sum + size, 0);
    report(`${Math.round(total / KB)} kB of JavaScript, gzipped, in ${names.length} files; ${MOST_KB} at most`);
    expect(total).toBeLessThan(MOST_KB * KB);
  });

  it('shows a day that was seen before at once, whatever the network does', async () => {
    const { yesterday } = world.dates;
    const before = addDays(yesterday, -1);
    const { page } = await world.visit();
    await page.goto(`${DASHBOARD}?date=${yesterday}`);
    // With what it is compared with, which may come a moment later.
    await page.getByRole('button', { name: /^Revenue: PLN .* against / }).waitFor();
    const told = await revenue(page).getAttribute('aria-label');
    await page.getByRole('button', { name: 'Previous day' }).click();
    await page.getByRole('heading', { level: 1, name: longDay(before) }).waitFor();
    await expect.poll(() => revenue(page).getAttribute('aria-label')).not.toBe(told);
    await page.route('**/kpi_*', () => new Promise(() => undefined));
    const shownMs = await page.evaluate<number>(`new Promise((done) => {
      const start = performance.now();
      const look = () => document.querySelector('[role=button][aria-label^="Revenue: PLN"]')?.getAttribute('aria-label') === ${JSON.stringify(told)}
        ? requestAnimationFrame(() => done(performance.now() - start))
        : requestAnimationFrame(look);
      document.querySelector('[aria-label="Next day"]').click();
      look();
    })`);
    report(`a day seen before after ${Math.round(shownMs)} ms`);
    expect(shownMs).toBeLessThan(AT_ONCE_MS);
  });
});

function report(line: string): void {
  process.stdout.write(`dashboard: ${line}\n`);
}

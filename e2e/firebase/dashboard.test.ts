import { addDays, utcDateOf } from '@pack324a/core';
import { createUserWithEmailAndPassword } from 'firebase/auth';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityViolations, launchBrowser, newVisitor, type Visitor } from '../browser.ts';
import { buildWebApp, serveWebApp, type WebApp } from '../dashboard-firebase-app.ts';
import { PROJECT } from './emulators.ts';
import { demoPlatform, loadPlatform } from './platform.ts';
import { startWorld, type World } from './world.ts';

const NOW_MS = Date.now();
const TODAY = utcDateOf(NOW_MS);
const YESTERDAY = addDays(TODAY, -1);
const ADMIN = 'admin@example.com';
const PLAIN = 'somebody@example.com';
const PASSWORD = 'a-password';
/** Of what the emulators and the functions said, when a test fails. */
const PRINTED_CHARACTERS = 4000;
/** The first call of each function starts a process for it. */
const COLD_START_MS = 60_000;
/** The emulators, a day of figures, and a build of the app from nothing: a minute and a half on two cores that have nothing else to do. */
const START_WITHIN_MS = 15 * 60_000;

let world: World;
let webApp: WebApp;
let browser: Browser;
let plainId: string;

beforeAll(async () => {
  // Beside the emulators, which mostly wait; a failure is for the end.
  const building = buildWebApp(PROJECT);
  void building.catch(() => undefined);
  world = await startWorld();
  await loadPlatform(world.firestore, demoPlatform(TODAY, NOW_MS));
  plainId = (await createUserWithEmailAndPassword(world.auth, PLAIN, PASSWORD)).user.uid;
  const { user } = await createUserWithEmailAndPassword(world.auth, ADMIN, PASSWORD);
  await world.firestore.collection('users').doc(user.uid).set({ role: 'admin' });
  await world.client.triggerAggregation({ date: YESTERDAY });
  const emulators = { auth: `127.0.0.1:${world.auth.emulatorConfig?.port}`, functions: functionsEmulator(world.output()) };
  webApp = await serveWebApp(await building, emulators);
  browser = await launchBrowser();
}, START_WITHIN_MS);

afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.error(world.output().slice(-PRINTED_CHARACTERS));
});

afterAll(async () => {
  await browser?.close();
  await webApp?.stop();
  await world?.stop();
});

/** Where the functions are, as the emulator prints it. */
function functionsEmulator(output: string): string {
  const address = new RegExp(`http://(127\\.0\\.0\\.1:\\d+)/${PROJECT}/`).exec(output)?.[1];
  if (address === undefined) throw new Error('The emulator did not say where the functions are.');
  return address;
}

async function openYesterday(): Promise<Visitor> {
  const visitor = await newVisitor(browser, { locale: 'en-GB', viewport: { width: 390, height: 844 } });
  await visitor.page.goto(`${webApp.url}/admin/kpi-dashboard?date=${YESTERDAY}`);
  await signInTitle(visitor.page).waitFor();
  return visitor;
}

const signInTitle = (page: Page) => page.getByRole('heading', { name: 'Sign in', level: 1 });
const tile = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name}: `) });

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
}

/** What the device keeps of somebody’s figures and name. */
function keptOnDevice(page: Page): Promise<(string | null)[]> {
  return page.evaluate(`['kpi.figures', 'kpi.account'].map((key) => localStorage.getItem(key))`);
}

describe('the dashboard on Firebase', () => {
  it('signs an admin in, shows what the functions answer, stays signed in over a reload, and leaves nothing after signing out', async () => {
    const { page, context, complaints } = await openYesterday();
    expect(await accessibilityViolations(page)).toEqual([]);

    await signIn(page, ADMIN, 'another-password');
    await page.getByRole('alert').getByText('The e-mail address or the password is wrong.').waitFor();
    expect(await page.getByLabel('Password').getAttribute('aria-invalid')).toBe('true');

    await signIn(page, ADMIN, PASSWORD);
    await tile(page, 'New users').waitFor({ timeout: COLD_START_MS });
    expect(new URL(page.url()).searchParams.get('date')).toBe(YESTERDAY);
    const { users, revenue, activity } = await world.client.getPlatformDaily({ date: YESTERDAY });
    const { reports } = await world.client.getSafetyDaily({ date: YESTERDAY });
    const pln = revenue.revenuePLN.toLocaleString('en-GB', { minimumFractionDigits: 2 });
    const shown = { 'New users': users.new, 'Paying users': users.paying, Chats: activity.chats, Reports: reports.total };
    for (const [name, value] of Object.entries(shown)) {
      await expect
        .poll(() => tile(page, name).getAttribute('aria-label'), { timeout: COLD_START_MS })
        .toMatch(`${name}: ${value.toLocaleString('en-GB')} `);
    }
    expect(await tile(page, 'Revenue').getAttribute('aria-label')).toContain(pln);

    await page.reload();
    await tile(page, 'New users').waitFor();
    await expect.poll(() => keptOnDevice(page)).toEqual([expect.stringContaining('platform-day'), expect.stringContaining(ADMIN)]);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByText(`Signed in as ${ADMIN}`).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signInTitle(page).waitFor();
    // Longer than writing what is kept is ever put off.
    await page.waitForTimeout(1500);
    expect(await keptOnDevice(page)).toEqual([null, null]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('tells somebody who is no admin so, and lets in who becomes one', async () => {
    const { page, context } = await openYesterday();
    await signIn(page, PLAIN, PASSWORD);
    await page.getByRole('heading', { name: 'Only for admins', level: 1 }).waitFor({ timeout: COLD_START_MS });
    await page.getByText(`You are signed in as ${PLAIN}`).waitFor();
    await page.getByText(`users/${plainId}`).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await expect.poll(() => keptOnDevice(page)).toEqual([null, null]);

    const role = world.firestore.collection('users').doc(plainId);
    await role.set({ role: 'admin' });
    await page.getByRole('button', { name: 'Try again' }).click();
    await tile(page, 'New users').waitFor({ timeout: COLD_START_MS });

    await role.delete();
    // Any call that is refused will do; those for the days beside this one may still be under way.
    const refreshing = page.getByRole('button', { name: 'Refresh' }).click({ timeout: 5000 });
    await Promise.all([
      refreshing.catch(() => undefined),
      page.getByRole('heading', { name: 'Only for admins', level: 1 }).waitFor({ timeout: COLD_START_MS }),
    ]);
    await expect.poll(() => keptOnDevice(page)).toEqual([null, null]);
    await page.getByRole('button', { name: 'Use another account' }).click();
    await signInTitle(page).waitFor();
    await context.close();
  });

  it('says which e-mail a new password went to', async () => {
    const { page, context } = await openYesterday();
    await page.getByRole('button', { name: 'Forgot the password?' }).click();
    await page.getByText('Type your e-mail address first').waitFor();
    await page.getByLabel('E-mail').fill(ADMIN);
    await page.getByRole('button', { name: 'Forgot the password?' }).click();
    await page.getByText(`If ${ADMIN} has an account`).waitFor();
    await context.close();
  });
});

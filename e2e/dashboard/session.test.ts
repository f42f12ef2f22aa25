import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { TEXTS } from '../../app-mobile/src/texts/texts.ts';
import { kpi } from '../kpi.ts';
import { isFocused, textOf } from './screen.ts';
import { ADMIN, USER, useWorld } from './world.ts';

const DEEP = '/admin/kpi-range?preset=7';
const words = TEXTS.en.session;

const world = useWorld();

/** What `kpi token` prints for a user: a link, or with `--pair` a code. */
async function issue(uid: string, ...form: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await kpi('token', '--db', world.db, '--uid', uid, ...form);
  expect(exitCode, stderr).toBe(0);
  return stdout.trim();
}

const days = (page: Page) => page.getByRole('radiogroup', { name: 'Days shown' });

describe('signing in', () => {
  it('goes by a pairing code, typed on a phone, and shows what the address asked for', async () => {
    const { page } = await world.visitSignedOut({ viewport: { width: 390, height: 844 } });
    await page.goto(DEEP);
    await page.getByRole('heading', { level: 1, name: words.signIn.title }).waitFor();
    expect(await textOf(page.getByRole('main'))).toContain('npx kpi token');
    const field = page.getByLabel(words.signIn.code);
    await field.fill('0000-0000');
    await page.getByRole('button', { name: words.signIn.submit }).click();
    await page.getByRole('alert').getByText(words.problems['wrong-code'].title).waitFor();
    await expect.poll(() => isFocused(field)).toBe(true);
    await field.fill(await issue(ADMIN, '--pair'));
    await field.press('Enter');
    await days(page).waitFor();
    expect(page.url()).toBe(`${world.host.url}${DEEP}`);
    await page.reload();
    await days(page).waitFor();
  });

  it('ends by signing out, which leaves no figures on the device', async () => {
    const { page } = await world.visitSignedOut();
    await page.goto(await issue(ADMIN));
    await page.getByRole('button', { name: /^Revenue: PLN / }).waitFor();
    await expect.poll(() => page.evaluate('localStorage.getItem("kpi.figures")?.includes("platform-day") ?? false')).toBe(true);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByText(`Signed in as ${ADMIN}`).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { level: 1, name: words.signIn.title }).waitFor();
    expect(await page.evaluate('localStorage.getItem("kpi.figures")')).toBe(null);
    await page.goBack();
    await page.goto('/admin/kpi-dashboard');
    await page.getByRole('heading', { level: 1, name: words.signIn.title }).waitFor();
    expect(await page.getByText('PLN').count()).toBe(0);
  });

  it('is asked for again when it has ended while the page was open, and the page goes on where it was', async () => {
    const { page, context } = await world.visit();
    await page.goto(DEEP);
    await days(page).waitFor();
    await page.getByRole('heading', { name: 'Panic events' }).waitFor();
    await context.clearCookies();
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByLabel(words.signIn.code).fill(await issue(ADMIN, '--pair'));
    await page.getByRole('button', { name: words.signIn.submit }).click();
    await days(page).waitFor();
    expect(page.url()).toBe(`${world.host.url}${DEEP}`);
  });
});

describe('somebody who is no admin', () => {
  it('is told which account it is and who can help, sees no figures, and can take another account', async () => {
    const { page } = await world.visitSignedOut();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(await issue(USER));
    await page.getByRole('heading', { level: 1, name: words.notAdmin.title }).waitFor();
    const text = await textOf(page.getByRole('main'));
    expect(text).toContain(words.notAdmin.account(USER));
    expect(text).toContain(`users/${USER} role: "admin" ${words.notAdmin.again}`);
    expect(text).toContain(`"localAdmins": ["${USER}"] ${words.notAdmin.againLocal}`);
    expect(asked.filter((url) => url.includes('kpi_'))).toEqual([]);
    await page.getByRole('button', { name: words.notAdmin.otherAccount }).click();
    await page.getByRole('heading', { level: 1, name: words.signIn.title }).waitFor();
  });

  it('sees nothing of what an admin has left on the device', async () => {
    const { page } = await world.visit();
    await page.goto('/admin/kpi-dashboard');
    await page.getByRole('button', { name: /^Revenue: PLN / }).waitFor();
    await expect.poll(() => page.evaluate('localStorage.getItem("kpi.figures")?.includes("platform-day") ?? false')).toBe(true);
    await page.goto(await issue(USER));
    await page.getByRole('heading', { level: 1, name: words.notAdmin.title }).waitFor();
    expect(await page.getByText('PLN').count()).toBe(0);
  });
});

describe('the choices of a device', () => {
  it('are its appearance and its language, which it remembers', async () => {
    const { page } = await world.visit({ colorScheme: 'light', locale: 'en-GB' });
    await page.goto('/admin/kpi-dashboard');
    await page.getByRole('button', { name: /^Revenue: PLN / }).waitFor();
    const ground = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await ground();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('radio', { name: 'Dark' }).click();
    await expect.poll(ground).not.toBe(light);
    await page.getByRole('radio', { name: 'Polski' }).click();
    await page.getByRole('dialog', { name: 'Ustawienia' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Przychód: [\d {2}]+,\d\d zł/ }).waitFor();
    const dark = await ground();
    await page.reload();
    await page.getByRole('button', { name: /^Przychód: / }).waitFor();
    expect(await ground()).toBe(dark);
    expect(await page.evaluate('document.documentElement.lang')).toBe('pl');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await ground()).toBe(dark);
  });

  it('follow the system without a choice', async () => {
    const { page } = await world.visit({ colorScheme: 'dark', locale: 'pl-PL' });
    await page.goto('/admin/kpi-dashboard');
    await page.getByRole('button', { name: /^Przychód: / }).waitFor();
    const ground = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await ground();
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(ground).not.toBe(dark);
  });
});

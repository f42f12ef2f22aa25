import { describe, expect, it } from 'vitest';
import { planBrowser } from '../lib/browser.mjs';

interface Machine {
  readonly env?: Readonly<Record<string, string>>;
  readonly platform?: NodeJS.Platform;
  readonly isRoot?: boolean;
  readonly programs?: readonly string[];
}

/** What is decided on a machine; by default on Linux, as a plain user, with nothing installed. */
function plan({ env = {}, platform = 'linux', isRoot = false, programs = [] }: Machine) {
  return planBrowser({ env, platform, isRoot, isProgram: (path: string) => programs.includes(path) });
}

const PATH = '/opt/bin:/usr/bin';
const NOTHING_FOUND = {
  problem: 'The browser tests found no Chrome or Chromium: install Chrome or Chromium, or set CHROME_PATH to the path of one.',
};

describe('the browser of the tests', () => {
  it('is the one that the variable names, whatever else is installed', () => {
    const env = { PATH, CHROME_PATH: '/my own/chrome' };
    expect(plan({ env, programs: ['/usr/bin/chromium', '/my own/chrome'] })).toEqual({ path: '/my own/chrome' });
  });

  it('is never another one than the variable names', () => {
    const env = { PATH, CHROME_PATH: '/gone' };
    expect(plan({ env, isRoot: true, programs: ['/usr/bin/chromium', '/usr/bin/apt-get'] })).toEqual({
      problem: 'CHROME_PATH is "/gone", but no program is there: set it to the path of a Chrome or Chromium, or unset it.',
    });
  });

  it.each(['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'])('is %s on the PATH', (name) => {
    expect(plan({ env: { PATH, CHROME_PATH: '' }, programs: [`/usr/bin/${name}`] })).toEqual({ path: `/usr/bin/${name}` });
  });

  it('is a Chrome before a Chromium, and of equal names the one that comes first on the PATH', () => {
    expect(plan({ env: { PATH }, programs: ['/opt/bin/chromium', '/usr/bin/google-chrome'] })).toEqual({ path: '/usr/bin/google-chrome' });
    expect(plan({ env: { PATH }, programs: ['/usr/bin/chromium', '/opt/bin/chromium'] })).toEqual({ path: '/opt/bin/chromium' });
  });

  it('is not looked for in the folder that an empty part of the PATH means', () => {
    expect(plan({ env: { PATH: ':' }, programs: ['chromium', '/chromium'] })).toEqual(NOTHING_FOUND);
  });

  it.each([
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Users/ł/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/opt/bin/chromium',
  ])('is %s on macOS', (path) => {
    expect(plan({ env: { PATH, HOME: '/Users/ł' }, platform: 'darwin', programs: [path] })).toEqual({ path });
  });

  it.each([
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Users\\me\\AppData\\Local\\Chromium\\Application\\chrome.exe',
  ])('is %s on Windows', (path) => {
    const env = {
      ProgramFiles: 'C:\\Program Files',
      'ProgramFiles(x86)': 'C:\\Program Files (x86)',
      LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local',
    };
    expect(plan({ env, platform: 'win32', programs: [path] })).toEqual({ path });
  });

  it('is installed where that is possible', () => {
    expect(plan({ env: { PATH }, isRoot: true, programs: ['/usr/bin/apt-get'] })).toEqual({ aptGet: '/usr/bin/apt-get' });
    expect(plan({ env: { PATH }, isRoot: true, programs: ['/usr/bin/apt-get', '/usr/bin/chromium'] })).toEqual({
      path: '/usr/bin/chromium',
    });
  });

  const helpless: readonly (readonly [string, Machine])[] = [
    ['without apt-get', { env: { PATH }, isRoot: true }],
    ['without a PATH', { isRoot: true, programs: ['/usr/bin/apt-get'] }],
    ['as a plain user', { env: { PATH }, programs: ['/usr/bin/apt-get'] }],
    ['on macOS', { env: { PATH }, platform: 'darwin', isRoot: true, programs: ['/usr/bin/apt-get'] }],
    ['on Windows', { platform: 'win32' }],
  ];
  it.each(helpless)('is asked for in one sentence %s', (_where, machine) => {
    expect(plan(machine)).toEqual(NOTHING_FOUND);
  });
});

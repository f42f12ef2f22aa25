import { type Age, ageEn } from '../age.ts';

/** Words that every screen uses. */
export const common = {
  appName: 'KPI',
  close: 'Close',
  retry: 'Try again',
  refresh: 'Refresh',
  signOut: 'Sign out',
  settings: 'Settings',
  theme: 'Appearance',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  language: 'Language',
  languages: { system: 'System', en: 'English', pl: 'Polski' },
  signedInAs: (name: string) => `Signed in as ${name}`,
  utc: 'All days and times are in UTC.',
  screens: { day: 'Day', range: 'Range', creators: 'Creators' },
  mainNavigation: 'Screens',
  notFound: { title: 'There is nothing here', text: 'No screen has this address.', back: 'Go to the day' },
  updated: (time: string) => `Updated ${time} UTC`,
  loading: 'Loading',
  refreshing: 'Refreshing…',
  retryOf: (what: string) => `Try again: ${what}`,
  offline: {
    title: 'Offline',
    /** Which figures are shown instead of newer ones. */
    figuresOf: (time: string) => `Figures of ${time} UTC`,
    /** How old they are, beside the line above. */
    age: (age: Age) => `${ageEn(age)} old`,
  },
  problems: {
    unreachable: { title: 'No answer', text: 'There is no network, or the figures’ host does not run.' },
    busy: { title: 'Not just now', text: 'Somebody else is at work on these figures.' },
    'signed-out': { title: 'The sign-in was not accepted', text: 'It has ended, or App Check does not know this app.' },
    'not-admin': { title: 'Not an admin', text: 'Only admins see these figures.' },
    'too-old': { title: 'No figures', text: 'This day has none, and it is too old to make them.' },
    paused: { title: 'Nothing was made', text: 'Something else has to be done first.' },
    other: { title: 'Something went wrong', text: 'These figures could not be had.' },
    reference: (reference: string) => `Reference for the log: ${reference}`,
  },
  units: { people: 'people', tokens: 'tokens', minutes: 'min', PLN: 'PLN' } as Record<string, string>,
};

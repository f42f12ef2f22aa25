import type { common as english } from '../en/common.ts';

export const common: typeof english = {
  appName: 'KPI',
  close: 'Zamknij',
  retry: 'Spróbuj ponownie',
  refresh: 'Odśwież',
  signOut: 'Wyloguj',
  settings: 'Ustawienia',
  theme: 'Wygląd',
  themes: { system: 'Systemowy', light: 'Jasny', dark: 'Ciemny' },
  language: 'Język',
  languages: { system: 'Systemowy', en: 'English', pl: 'Polski' },
  signedInAs: (name) => `Zalogowano jako ${name}`,
  utc: 'Wszystkie dni i godziny podano w UTC.',
  screens: { day: 'Dzień', range: 'Zakres', creators: 'Twórcy' },
  mainNavigation: 'Ekrany',
  notFound: { title: 'Tu nic nie ma', text: 'Żaden ekran nie ma takiego adresu.', back: 'Przejdź do dnia' },
  updated: (time) => `Stan na ${time} UTC`,
  loading: 'Wczytywanie',
  units: { people: 'osoby', tokens: 'tokeny', minutes: 'min', PLN: 'PLN' },
};

import type { creators as english } from '../en/creators.ts';
import { pluralPl } from '../plural.ts';

/** The genitive, which follows "z": z 1 twórcy, z 2 twórców. */
const ofCreators = (count: number) => pluralPl(count, { one: 'twórcy', few: 'twórców', many: 'twórców', other: 'twórcy' });
const creatorsWord = (count: number) => pluralPl(count, { one: 'twórca', few: 'twórcy', many: 'twórców', other: 'twórcy' });
const daysWord = (count: number) => pluralPl(count, { one: 'dzień', few: 'dni', many: 'dni', other: 'dnia' });

export const creators: typeof english = {
  title: 'Twórcy',
  days: (text) => `${text}, UTC`,
  daysSoFar: (text) => `${text} (do teraz), UTC`,
  search: 'Szukaj po identyfikatorze',
  open: (id) => `Otwórz twórcę ${id}`,
  notAnId: 'Identyfikator ma od 1 do 128 znaków i nie zawiera znaku /.',
  limit: 'Ilu pokazać',
  show: 'Pokaż',
  sort: {
    title: 'Sortowanie',
    by: (column) => `Sortowanie: ${column}`,
    column: 'Sortuj według',
    order: 'Kolejność',
    descending: 'Od największych',
    ascending: 'Od najmniejszych',
  },
  columns: {
    rank: 'Miejsce',
    creator: 'Twórca',
    tokens: 'Zarobione tokeny',
    pln: 'PLN',
    sessions: 'Sesje',
    days: 'Aktywne dni',
    average: 'Średnia dzienna',
  },
  table: 'Twórcy według zarobków',
  rank: (rank) => `${rank}.`,
  best: (listed, total, totalText) => `Najlepiej zarabiający: ${listed} z ${totalText} ${ofCreators(total)}`,
  all: (total, totalText) => (total === 1 ? 'Jedyny twórca' : `Wszyscy: ${totalText} ${creatorsWord(total)}`),
  note: 'Miejsce zależy od zarobionych tokenów, niezależnie od sortowania. Średnia dzienna to tokeny na aktywny dzień.',
  matches: (count, text) => `${pluralPl(count, { one: 'pasuje', few: 'pasują', many: 'pasuje', other: 'pasuje' })} ${text}`,
  noMatch: 'Nikt z listy nie ma tego w identyfikatorze.',
  tokens: (text) => `${text} tok.`,
  perDay: (text) => `${text} dziennie`,
  sessions: (count, text) => `${text} ${pluralPl(count, { one: 'sesja', few: 'sesje', many: 'sesji', other: 'sesji' })}`,
  activeDays: (count, text) =>
    `${text} ${pluralPl(count, { one: 'aktywny dzień', few: 'aktywne dni', many: 'aktywnych dni', other: 'aktywnego dnia' })}`,
  none: {
    title: 'Brak twórców w tym zakresie',
    text: 'W dniach, które mają dane, nikt nie zarobił tokenów ani nie miał sesji czatu.',
  },
  creator: {
    back: 'Wszyscy twórcy',
    title: (id) => `Twórca ${id}`,
    notAnId: 'Żaden twórca nie ma takiego identyfikatora',
    pln: 'Zarobki',
    earnedTokens: (count, text) => `${text} ${pluralPl(count, { one: 'token', few: 'tokeny', many: 'tokenów', other: 'tokena' })}`,
    tokens: 'Zarobione tokeny',
    sessions: 'Sesje czatu',
    days: 'Aktywne dni',
    average: 'Średnia dzienna',
    averageUnit: 'tokenów na aktywny dzień',
    ofDays: (count, text) => `z ${text} ${pluralPl(count, { one: 'dnia', few: 'dni', many: 'dni', other: 'dnia' })}`,
    sources: { chat: 'Czat', voice: 'Głos', video: 'Wideo', calendar: 'Rezerwacje', events: 'Bilety', other: 'Napiwki i inne' },
    bySource: 'Skąd pochodzą zarobki',
    source: 'Źródło',
    share: 'Udział',
    total: 'Razem',
    earningsPerDay: 'Tokeny zarobione dziennie',
    sessionsPerDay: 'Sesje czatu dziennie',
    nothing: {
      title: 'Brak zarobków w tym zakresie',
      text: 'W tych dniach ten twórca nie zarobił tokenów ani nie miał sesji czatu. Sprawdź inny zakres albo pisownię identyfikatora.',
    },
    noFigures: { title: 'Brak danych w tym zakresie', text: 'Żaden z tych dni nie został przeliczony.' },
    gaps: (count, text) => `Brak danych: ${text} ${daysWord(count)}`,
    gapsText: 'Sumy obejmują pozostałe dni.',
    gapsLink: 'Zobacz dlaczego i przelicz te dni',
  },
};

import type { range as english } from '../en/range.ts';
import { pluralPl } from '../plural.ts';

const days = (count: number) => `${count} ${pluralPl(count, { one: 'dzień', few: 'dni', many: 'dni', other: 'dnia' })}`;
/** The genitive: after "brakuje" and "z". */
const ofDays = (count: number) => `${count} ${pluralPl(count, { one: 'dnia', few: 'dni', many: 'dni', other: 'dnia' })}`;

const reasons = {
  'not-aggregated': 'nie zagregowano',
  failed: 'agregacja się nie powiodła',
  'too-old': 'nie są już przechowywane, więc nie można ich wygenerować',
  'after-data': 'po końcu danych',
};

export const range: typeof english = {
  days,
  picker: {
    label: 'Pokazane dni',
    short: { month: 'Miesiąc', custom: 'Własny' },
    presets: { '7': '7 dni', '28': '28 dni', '90': '90 dni', month: 'Ten miesiąc', custom: 'Własny zakres' },
    finished: 'do wczoraj',
    month: 'z dniem dzisiejszym w toku',
    first: 'Pierwszy dzień',
    last: 'Ostatni dzień',
    change: (what, day) => `${what}: ${day}, wybierz inny dzień`,
    most: (count) => `Najwyżej ${days(count)}`,
  },
  corrected: {
    title: 'Inne dni niż w adresie',
    unreadable: 'Adres nie wskazuje dni, które można pokazać. Widać dni domyślne.',
    reversed: 'Pierwszy dzień jest w nim późniejszy niż ostatni. Tutaj są w dobrej kolejności.',
    future: 'Adres wskazuje dni, które dopiero nadejdą. Widać dni, które już się zaczęły.',
    'too-long': (count) => `Zakres ma najwyżej ${days(count)}. Widać ostatnie z nich.`,
  },
  covered: {
    some: 'Sumy i średnie obejmują dni, które mają dane.',
    running: 'Sumy i średnie uwzględniają dzisiejszy dzień do tej pory.',
  },
  total: 'Suma',
  average: 'Średnia dzienna',
  phrase: (name, amounts) => `${name}: ${amounts.map(({ label, value }) => `${label.toLowerCase()} ${value}`).join(', ')}`,
  averageOnly: 'Bez sumy: kto przychodzi w różne dni, byłby policzony kilka razy.',
  atLeast: (value) => `co najmniej ${value}`,
  noFigures: 'Brak danych',
  aiTokens: 'Tokeny wydane na AI',
  definition: (name) => `${name}: definicja`,
  notes: {
    missing: {
      'not-aggregated': 'Brak danych: nie zagregowano',
      failed: 'Brak danych: agregacja się nie powiodła',
      'too-old': 'Brak danych: nie są już przechowywane',
      'after-data': 'Brak danych: po końcu danych',
    },
    running: 'Dzień jeszcze trwa.',
    unfinished: 'Sprzed końca dnia, więc wartość jest zaniżona.',
  },
  gaps: {
    title: 'Brakujące dni',
    state: {
      missing: (count) => `Brakuje ${ofDays(count)}`,
      unfinished: (count) =>
        `${days(count)} ${pluralPl(count, { one: 'jest niepełny', few: 'są niepełne', many: 'jest niepełnych', other: 'jest niepełne' })}`,
    },
    run: (when, why) => `${when}: ${why.join('; ')}`,
    only: {
      platformKpiDaily: 'tylko użytkownicy, przychód i aktywność',
      safetyKpiDaily: 'tylko bezpieczeństwo i egzekwowanie zasad',
    },
    unfinished: 'wartości są sprzed końca dnia',
    reasons,
    showAll: (count) => `Pokaż wszystkie (${count})`,
    generate: 'Wygeneruj',
    generateAgain: 'Wygeneruj ponownie',
    generateWhen: (verb, when) => `${verb}: ${when}`,
    generating: 'Generowanie…',
    generatingWhen: (when) => `Generowanie: ${when}`,
    generated: (when) => `Wygenerowano: ${when}`,
  },
  backfill: {
    title: 'Generowanie dni',
    asking: 'Sprawdzanie, czego to wymaga',
    takes: (count) => `Agregacja obejmie ${days(count)}.`,
    continues: (left, count) => `To już się zaczęło. Z ${ofDays(count)} zostało ${left} i od nich ruszy dalej.`,
    reads: (reads) => `Koszt: około ${reads} odczytów dokumentów.`,
    free: 'Czyta to, co jest na hoście, i nic nie kosztuje.',
    aboveUsual: (reads) => `To więcej niż zwykły limit odczytów: ${reads}`,
    aboveUsualText: 'Potwierdzenie pozwala na to ten jeden raz.',
    confirm: (count) => `Wygeneruj ${days(count)}`,
    cancel: 'Anuluj',
    progress: (done, total) => `Gotowe: ${done} z ${ofDays(total)}.`,
    failures: (count) => `Nie powiodło się: ${days(count)}; mogą zostać powtórzone samoczynnie.`,
    failedTitle: (when) => `${when}: nie wszystkie dni udało się wygenerować`,
    failedText: (dates) => `Nieudane: ${dates}.`,
    dismiss: 'Ukryj',
    dismissWhen: (when) => `Ukryj: ${when}`,
  },
  empty: {
    title: 'Brak danych z tych dni',
    text: 'Wybierz inne dni.',
    orGenerate: 'Wybierz inne dni albo wygeneruj te, przy których jest to powyżej możliwe.',
  },
};

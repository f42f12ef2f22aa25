import type { range as english } from '../en/range.ts';
import { pluralPl } from '../plural.ts';

const days = (count: number) => `${count} ${pluralPl(count, { one: 'dzień', few: 'dni', many: 'dni', other: 'dnia' })}`;
/** The genitive: after "brakuje" and "z". */
const ofDays = (count: number) => `${count} ${pluralPl(count, { one: 'dnia', few: 'dni', many: 'dni', other: 'dnia' })}`;

const reasons = {
  'not-aggregated': 'nie przeliczono',
  failed: 'przeliczanie się nie powiodło',
  'too-old': 'nie są już przechowywane, więc nie można ich przeliczyć',
  'after-data': 'dane kończą się wcześniej',
  'before-data': 'dane zaczynają się później',
};

export const range: typeof english = {
  days,
  picker: {
    label: 'Zakres dni',
    short: { month: 'Miesiąc', custom: 'Własny' },
    presets: { '7': '7 dni', '28': '28 dni', '90': '90 dni', month: 'Ten miesiąc', custom: 'Własny zakres' },
    finished: 'do wczoraj',
    month: 'łącznie z dzisiejszym',
    first: 'Pierwszy dzień',
    last: 'Ostatni dzień',
    change: (what, day) => `${what}: ${day}, wybierz inny dzień`,
    most: (count) => `Najwyżej ${days(count)}`,
  },
  corrected: {
    title: 'Inne dni niż w adresie',
    unreadable: 'Adres nie wskazuje dni, które da się pokazać. Widać zakres domyślny.',
    reversed: 'Pierwszy dzień w adresie jest późniejszy niż ostatni. Tu są we właściwej kolejności.',
    future: 'Adres wskazuje dni, które dopiero nadejdą. Widać dni, które już się zaczęły.',
    'too-long': (count) => `Zakres może mieć najwyżej ${days(count)}. Widać ostatnie z nich.`,
  },
  covered: {
    some: 'Sumy i średnie obejmują tylko dni, które mają dane.',
    running: 'Sumy i średnie obejmują też dzisiejszy dzień, na razie niepełny.',
  },
  total: 'Suma',
  average: 'Średnia dzienna',
  phrase: (name, amounts) => `${name}: ${amounts.map(({ label, value }) => `${label.toLowerCase()} ${value}`).join(', ')}`,
  averageOnly: 'Bez sumy: ta sama osoba, obecna w kilku dniach, liczyłaby się kilka razy.',
  atLeast: (value) => `co najmniej ${value}`,
  noFigures: 'Brak danych',
  aiTokens: 'Tokeny wydane na AI',
  definition: (name) => `${name}: definicja`,
  notes: {
    missing: {
      'not-aggregated': 'Brak danych: nie przeliczono',
      failed: 'Brak danych: przeliczanie się nie powiodło',
      'too-old': 'Brak danych: nie są już przechowywane',
      'after-data': 'Brak danych: kończą się wcześniej',
      'before-data': 'Brak danych: zaczynają się później',
    },
    running: 'Dzień jeszcze trwa.',
    unfinished: 'Policzono przed końcem dnia, więc wartość jest zaniżona.',
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
    unfinished: 'wartości policzono przed końcem dnia',
    reasons,
    showAll: (count) => `Pokaż wszystkie (${count})`,
    generate: 'Przelicz',
    generateAgain: 'Przelicz ponownie',
    generateWhen: (verb, when) => `${verb}: ${when}`,
    generating: 'Przeliczanie…',
    generatingWhen: (when) => `Przeliczanie: ${when}`,
    generated: (when) => `Przeliczono: ${when}`,
  },
  backfill: {
    title: 'Przeliczanie dni',
    asking: 'Sprawdzanie kosztu',
    takes: (count) => `Do przeliczenia: ${days(count)}.`,
    continues: (left, count) => `Przeliczanie już się zaczęło. Do zrobienia zostało ${left} z ${ofDays(count)}.`,
    reads: (reads) => `Koszt: około ${reads} odczytów dokumentów.`,
    free: 'Korzysta z danych na serwerze i nic nie kosztuje.',
    aboveUsual: (reads) => `To więcej niż zwykły limit odczytów: ${reads}`,
    aboveUsualText: 'Potwierdzenie pozwala na to tylko tym razem.',
    confirm: (count) => `Przelicz ${days(count)}`,
    cancel: 'Anuluj',
    progress: (done, total) => `Gotowe: ${done} z ${ofDays(total)}.`,
    failures: (count) => `Nie udało się: ${days(count)}; kolejna próba może nastąpić automatycznie.`,
    failedTitle: (when) => `${when}: nie wszystkie dni udało się przeliczyć`,
    failedText: (dates) => `Nieudane: ${dates}.`,
    dismiss: 'Ukryj',
    dismissWhen: (when) => `Ukryj: ${when}`,
  },
  empty: {
    title: 'Brak danych z tych dni',
    text: 'Wybierz inne dni.',
    orGenerate: 'Wybierz inne dni albo przelicz te, które można przeliczyć powyżej.',
  },
};

import type { dashboard as english } from '../en/dashboard.ts';
import { pluralPl } from '../plural.ts';

/** In the genitive: względem poniedziałku. */
const WEEKDAYS = ['poniedziałku', 'wtorku', 'środy', 'czwartku', 'piątku', 'soboty', 'niedzieli'] as const;

const by = (hour: string | undefined) => (hour === undefined ? '' : ` do ${hour}`);
const plural = (one: string, few: string, many: string, other: string) => (count: number) => pluralPl(count, { one, few, many, other });

export const dashboard: typeof english = {
  title: (day) => `${day} · KPI`,
  date: {
    previous: 'Poprzedni dzień',
    next: 'Następny dzień',
    today: 'Dziś',
    choose: (day) => `${day}, wybierz inny dzień`,
    sheet: 'Wybierz dzień',
    previousMonth: 'Poprzedni miesiąc',
    nextMonth: 'Następny miesiąc',
    chosen: (day) => `${day}, wybrany`,
    isToday: (day) => `${day}, dziś`,
    weekdays: ['pn', 'wt', 'śr', 'cz', 'pt', 'so', 'nd'],
    refused: {
      title: (text) => `Nie ma czego pokazać dla „${text}”`,
      future: 'Ten dzień jeszcze się nie zaczął.',
      notADay: 'W adresie podaje się dzień w postaci 2026-11-16.',
      instead: (day) => `To jest ${day}.`,
    },
  },
  sections: {
    users: 'Użytkownicy',
    revenue: 'Przychód',
    activity: 'Aktywność',
    safety: 'Bezpieczeństwo',
    enforcement: 'Egzekwowanie zasad',
  },
  fewerIsBetter: 'im mniej, tym lepiej',
  figures: {
    newUsers: 'Nowi użytkownicy',
    verifiedUsers: 'Zweryfikowani',
    activeUsers: 'Aktywni',
    payingUsers: 'Płacący',
    totalTokenRevenuePLN: 'Przychód',
    totalTokensSpent: 'Wydane tokeny',
    totalChats: 'Czaty',
    totalVoiceMinutes: 'Minuty rozmów głosowych',
    totalVideoMinutes: 'Minuty rozmów wideo',
    totalCalendarBookings: 'Rezerwacje',
    totalEventTickets: 'Bilety na wydarzenia',
    reportsTotal: 'Zgłoszenia',
    reportsAI: 'Zgłoszenia od AI',
    reportsHuman: 'Zgłoszenia od ludzi',
    bansIssued: 'Bany',
    autoBlocks: 'Blokady automatyczne',
    panicEvents: 'Alarmy',
  },
  units: {
    people: plural('osoba', 'osoby', 'osób', 'osoby'),
    tokens: plural('token', 'tokeny', 'tokenów', 'tokena'),
    chats: plural('czat', 'czaty', 'czatów', 'czatu'),
    minutes: plural('minuta', 'minuty', 'minut', 'minuty'),
    bookings: plural('rezerwacja', 'rezerwacje', 'rezerwacji', 'rezerwacji'),
    tickets: plural('bilet', 'bilety', 'biletów', 'biletu'),
    reports: plural('zgłoszenie', 'zgłoszenia', 'zgłoszeń', 'zgłoszenia'),
    actions: plural('działanie', 'działania', 'działań', 'działania'),
    events: plural('zdarzenie', 'zdarzenia', 'zdarzeń', 'zdarzenia'),
  },
  atLeast: (amount) => `co najmniej ${amount}`,
  states: { running: 'dzień w toku', unfinished: 'zaniżone, sprzed końca dnia' },
  verdicts: { better: 'lepiej', worse: 'gorzej' },
  standsOut: {
    highest: 'zdecydowanie najwięcej z czterech tygodni dla tego dnia tygodnia',
    lowest: 'zdecydowanie najmniej z czterech tygodni dla tego dnia tygodnia',
  },
  standsOutShort: { highest: 'Wyjątkowo dużo', lowest: 'Wyjątkowo mało' },
  attention: {
    title: (count) =>
      pluralPl(count, {
        one: 'Jedna wartość odbiega od normy',
        few: `${count} wartości odbiegają od normy`,
        many: `${count} wartości odbiega od normy`,
        other: `${count} wartości odbiega od normy`,
      }),
  },
  dayAgainst: (weekday, day) => `${WEEKDAYS[weekday - 1] ?? ''} ${day}`,
  change: {
    against: (day, hour) => `wobec ${day}${by(hour)}`,
    none: 'Bez zmian',
    fromZero: (amount) => `${amount} od zera`,
    noEarlierData: (day) => `Brak danych: ${day}`,
    whenOver: 'Porównanie po zakończeniu dnia',
    unfinished: 'Porównanie, gdy dzień będzie pełny',
    failed: 'Bez porównania: brak wcześniejszych dni',
    inWords: (isUp, size, share, day, hour) => `${isUp ? 'wzrost' : 'spadek'} o ${share ?? size} względem ${day}${by(hour)}`,
    noneInWords: (day, hour) => `bez zmian względem ${day}${by(hour)}`,
    fromZeroInWords: (size, day, hour) => `wzrost o ${size} od zera względem ${day}${by(hour)}`,
    noEarlierDataInWords: (day, reason) =>
      `bez porównania, dane z ${day} ${
        {
          'not-aggregated': 'nie zostały zagregowane',
          failed: 'nie dały się zagregować',
          'too-old': 'nie są już przechowywane',
          'after-data': 'wykraczają poza koniec źródeł',
          unfinished: 'pochodzą tylko sprzed końca dnia',
        }[reason]
      }`,
    trendFailed: 'Porównania i ostatnie cztery tygodnie',
  },
  running: {
    badge: 'Dzień w toku',
  },
  missing: {
    title: {
      'not-aggregated': 'Jeszcze nie zagregowano',
      failed: 'Agregacja tego dnia się nie powiodła',
      'too-old': 'Ten dzień nie jest już przechowywany',
      'after-data': 'Dane kończą się przed tym dniem',
    },
    text: {
      'not-aggregated': 'Ten dzień nie ma danych, bo żadne zadanie go nie zagregowało.',
      failed: 'Ten dzień nie ma danych, bo jego ostatnia agregacja się nie powiodła.',
      'too-old': 'Jest starszy niż okres przechowywania danych i nie można go już zagregować.',
      'after-data': 'Źródła nie sięgają tak daleko, więc nie ma czego agregować.',
    },
    unfinished: { title: 'Te wartości są zaniżone', text: 'Powstały, zanim dzień się skończył.' },
    generate: 'Wygeneruj',
    generateAgain: 'Wygeneruj ponownie',
    generating: 'Generowanie…',
    generatingText: 'Przy dużej ilości danych może to potrwać minutę.',
    generateFailed: 'Nie udało się wygenerować tego dnia',
  },
  definition: {
    title: 'Definicja',
    unit: 'Jednostka',
    sources: 'Źródła',
    rows: (source, used) => `${source}: użyte wiersze: ${used}`,
    rejected: (count) => `pominięte jako nieczytelne: ${count}`,
    missingSource: (source) => `${source}: nie istnieje`,
    aggregated: (time) => `Zagregowano ${time} UTC`,
    triggers: { scheduled: 'zgodnie z harmonogramem', 'on-demand': 'na żądanie', manual: 'ręcznie', backfill: 'przy uzupełnianiu' },
    provenance: 'Skąd pochodzi',
    comparison: 'Porównanie',
    difference: (amount) => `Różnica: ${amount}`,
    earlier: (day, hour, value) => `${day}${by(hour)}: ${value}.`,
    uncertain: 'Porównano dolne oszacowanie, więc rzeczywista zmiana może być inna.',
    bounds: {
      title: 'Dolne oszacowanie',
      range: (lower, upper) => `Od ${lower} do ${upper}.`,
      why: 'Czas ostatniej aktywności jest nadpisywany, gdy ktoś wraca. Przy liczeniu po fakcie brakuje wszystkich, którzy wrócili później.',
    },
    range: 'Pokaż trend',
  },
};

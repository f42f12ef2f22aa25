import type { charts as english } from '../en/charts.ts';
import { pluralPl } from '../plural.ts';

const daysAccusative = { one: 'dzień', few: 'dni', many: 'dni', other: 'dnia' };
const daysLocative = { one: 'dniu', few: 'dniach', many: 'dniach', other: 'dnia' };
const hoursAccusative = { one: 'godzinę', few: 'godziny', many: 'godzin', other: 'godziny' };

export const charts: typeof english = {
  values: (title) => `${title}: pojedyncze wartości`,
  atLeast: (value) => `co najmniej ${value}`,
  total: 'Razem',
  noFigures: 'Brak danych',
  running: 'Dzień jeszcze trwa.',
  unfinished: 'Policzono przed końcem dnia, więc wartość jest zaniżona.',
  sentence: {
    none: (name, first, last) => `${name}, od ${first} do ${last}: brak danych.`,
    single: (name, day, value) => `${name}, ${day}: ${value}.`,
    same: (name, first, last, value) => `${name}, od ${first} do ${last}: stale ${value}.`,
    course: (name, first, last, from, to) => `${name}, od ${first} do ${last}: na początku ${from}, na końcu ${to}.`,
    lowest: (value, day) => `Najmniej: ${value}, ${day}.`,
    highest: (value, day) => `Najwięcej: ${value}, ${day}.`,
    missing: (count) => `Brak danych za ${count} ${pluralPl(count, daysAccusative)}.`,
    atLeast: (count) => `W ${count} ${pluralPl(count, daysLocative)} wartość może być wyższa.`,
    running: (day) => `Jeszcze trwa ${day}.`,
    unfinished: (count) => `W ${count} ${pluralPl(count, daysLocative)} policzono za wcześnie, więc wartość jest zaniżona.`,
  },
  hours: {
    title: 'Godziny dnia',
    choose: 'Wskaźnik według godzin',
    figures: { active: 'Aktywni', tokens: 'Tokeny', chats: 'Czaty', voice: 'Minuty głosowe', video: 'Minuty wideo' },
    span: (from, to) => `${from}–${to} UTC`,
    running: 'Ta godzina jeszcze trwa.',
    unfinished: 'Policzono przed końcem godziny, więc wartość jest zaniżona.',
    ahead: 'Jeszcze przed nami',
    runningKey: 'Trwająca godzina',
    missingKey: 'Brak danych',
    atLeast:
      'Zapisana jest tylko ostatnia aktywność każdego użytkownika. Kto wrócił później, tego może brakować w danej godzinie, więc aktywnych mogło być więcej.',
    tooOld: {
      title: 'Brak godzin tego dnia',
      text: 'Dane godzinowe są przechowywane tylko przez kilka dni. Z tego dnia zostały już tylko dane całodniowe.',
    },
    sentence: {
      none: (name, day) => `${name} według godzin, ${day}: brak danych.`,
      same: (name, day, value) => `${name} według godzin UTC, ${day}: ${value} w każdej godzinie.`,
      course: (name, day, most, mostAt, least, leastAt) =>
        `${name} według godzin UTC, ${day}: najwięcej ${most} o ${mostAt}, najmniej ${least} o ${leastAt}.`,
      running: (hour) => `Godzina od ${hour} jeszcze trwa.`,
      missing: (count) => `Brak danych za ${count} ${pluralPl(count, hoursAccusative)}.`,
      atLeast: 'Wartości mogą być wyższe.',
    },
  },
};

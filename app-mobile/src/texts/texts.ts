import { charts as chartsEn } from './en/charts.ts';
import { common as commonEn } from './en/common.ts';
import { creators as creatorsEn } from './en/creators.ts';
import { dashboard as dashboardEn } from './en/dashboard.ts';
import { range as rangeEn } from './en/range.ts';
import { session as sessionEn } from './en/session.ts';
import { charts as chartsPl } from './pl/charts.ts';
import { common as commonPl } from './pl/common.ts';
import { creators as creatorsPl } from './pl/creators.ts';
import { dashboard as dashboardPl } from './pl/dashboard.ts';
import { range as rangePl } from './pl/range.ts';
import { session as sessionPl } from './pl/session.ts';

export const LANGUAGES = ['en', 'pl'] as const;
export type Language = (typeof LANGUAGES)[number];

const en = { ...commonEn, dashboard: dashboardEn, range: rangeEn, creators: creatorsEn, session: sessionEn, charts: chartsEn };

/** Everything the interface says, once for each language; a text that a language lacks does not compile. */
export type Texts = typeof en;

export const TEXTS: Readonly<Record<Language, Texts>> = {
  en,
  pl: { ...commonPl, dashboard: dashboardPl, range: rangePl, creators: creatorsPl, session: sessionPl, charts: chartsPl },
};

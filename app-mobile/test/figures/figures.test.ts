import { catalogueFor } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { platformValues, safetyValues } from '../../src/figures/day-values.ts';
import { decimalsOf, SECTIONS, UNITS } from '../../src/figures/figures.ts';
import { dashboard } from '../../src/texts/en/dashboard.ts';
import { provenance } from './day.ts';

/** Decimals of the types of the catalogue. */
const DECIMALS: Readonly<Record<string, number>> = { integer: 0, tokens: 6, minutes: 6, pln: 2 };

const figures = SECTIONS.flatMap((section) => section.figures.map((name) => ({ name, collection: section.collection })));
const lastUpdated = new Date('2026-11-17T00:10:00.000Z');

describe.each(figures)('$name', ({ name, collection }) => {
  const field = catalogueFor().documents[collection].fields.find((candidate) => candidate.name === name);

  it('is in the catalogue, in the collection of its section', () => expect(field).toBeDefined());
  it('has the unit of the catalogue', () => expect(UNITS[name]).toBe(field?.unit));
  it('has the decimals of its type', () => expect(decimalsOf(name)).toBe(DECIMALS[field?.type ?? '']));
  it('has the name of the catalogue in English', () => expect(dashboard.figures[name]).toBe(field?.label));
});

describe('the figures of a day', () => {
  it('are those of the platform’s answer', () => {
    const values = platformValues({
      date: '2026-11-16',
      users: { new: 1, verified: 2, active: 3, paying: 4 },
      revenue: { tokensSpent: 5.5, revenuePLN: 1.1 },
      activity: { chats: 6, voiceMinutes: 7.5, videoMinutes: 8.5, calendarBookings: 9, eventTickets: 10 },
      lastUpdated,
      provenance: provenance(),
    });
    const names = figures.filter(({ collection }) => collection === 'platformKpiDaily').map(({ name }) => name);
    expect(Object.keys(values)).toEqual(names);
    expect(Object.values(values)).toEqual([1, 2, 3, 4, 1.1, 5.5, 6, 7.5, 8.5, 9, 10]);
  });

  it('are those of the safety answer', () => {
    const values = safetyValues({
      date: '2026-11-16',
      reports: { total: 3, aiDetected: 1, userReported: 2 },
      enforcement: { bans: 4, autoBlocks: 5, panicEvents: 6 },
      lastUpdated,
      provenance: provenance(),
    });
    expect(values).toEqual({ reportsTotal: 3, reportsAI: 1, reportsHuman: 2, bansIssued: 4, autoBlocks: 5, panicEvents: 6 });
  });
});

import { expect, it } from 'vitest';
import { apiBench } from './bench.ts';

/** Every published field of every document: its unit and the collections it comes from. */
const LEDGER = ['walletTransactions'];
const EARNINGS = ['walletTransactions', 'calendarBookings', 'eventTickets'];
const FIELDS: Readonly<Record<string, Readonly<Record<string, readonly [unit: string | null, sources: readonly string[]]>>>> = {
  platformKpiDaily: {
    date: [null, []],
    newUsers: ['people', ['users']],
    verifiedUsers: ['people', ['users']],
    verifiedUsersTotal: ['people', ['users']],
    activeUsers: ['people', ['users']],
    payingUsers: ['people', LEDGER],
    totalTokensSpent: ['tokens', LEDGER],
    totalTokenRevenuePLN: ['PLN', LEDGER],
    tokensBySource: ['tokens', LEDGER],
    aiTokens: ['tokens', LEDGER],
    totalChats: ['chats', ['aiChatSessions']],
    totalVoiceMinutes: ['minutes', ['aiVoiceCallSessions']],
    totalVideoMinutes: ['minutes', ['aiVideoCallSessions']],
    totalCalendarBookings: ['bookings', ['calendarBookings']],
    totalEventTickets: ['tickets', ['eventTickets']],
  },
  platformKpiHourly: {
    date: [null, []],
    hour: [null, []],
    activeUsers: ['people', ['users']],
    dayActiveUsers: ['people', ['users']],
    tokensSpent: ['tokens', LEDGER],
    tokenRevenuePLN: ['PLN', LEDGER],
    chatsStarted: ['chats', ['aiChatSessions']],
    voiceMinutes: ['minutes', ['aiVoiceCallSessions']],
    videoMinutes: ['minutes', ['aiVideoCallSessions']],
  },
  creatorKpiDaily: {
    date: [null, []],
    userId: [null, []],
    earnedTokensChat: ['tokens', LEDGER],
    earnedTokensVoice: ['tokens', LEDGER],
    earnedTokensVideo: ['tokens', LEDGER],
    earnedTokensCalendar: ['tokens', ['calendarBookings']],
    earnedTokensEvents: ['tokens', ['eventTickets']],
    earnedTokensOther: ['tokens', LEDGER],
    totalEarnedTokens: ['tokens', EARNINGS],
    totalEarnedPLN: ['PLN', EARNINGS],
    sessionsCount: ['chats', ['aiChatSessions']],
  },
  safetyKpiDaily: {
    date: [null, []],
    reportsTotal: ['reports', ['moderationQueue']],
    reportsAI: ['reports', ['moderationQueue']],
    reportsHuman: ['reports', ['moderationQueue']],
    bansIssued: ['actions', ['enforcement_logs']],
    autoBlocks: ['actions', ['enforcement_logs']],
    panicEvents: ['events', ['safetyAlerts']],
  },
};

it('kpi_getMetrics defines every field of every document', async () => {
  const bench = apiBench();
  const { documents, ...constants } = await bench.ask('kpi_getMetrics', {});
  expect(constants).toEqual({ catalogueVersion: 1, tokenToPlnRate: 0.2, timeZone: 'UTC' });
  const described = documents.map(({ collection, fields }) => [
    collection,
    Object.fromEntries(fields.map(({ name, unit, sources }) => [name, [unit, sources]])),
  ]);
  expect(Object.fromEntries(described)).toEqual(FIELDS);
  expect(documents.map(({ collection, id, grain }) => [collection, id, grain])).toEqual([
    ['platformKpiDaily', '{YYYY-MM-DD}', 'day'],
    ['platformKpiHourly', '{YYYY-MM-DD}_{HH}', 'hour'],
    ['creatorKpiDaily', '{userId}_{YYYY-MM-DD}', 'day'],
    ['safetyKpiDaily', '{YYYY-MM-DD}', 'day'],
  ]);
  for (const { name, label, description } of documents.flatMap(({ fields }) => fields)) {
    expect(label, name).toMatch(/^\p{Lu}/u);
    expect(description, name).toMatch(/\.$/);
  }
});

it('says what null means where a figure can be null, and of which figures less is better', async () => {
  const { documents } = await apiBench().ask('kpi_getMetrics', {});
  const fields = documents.flatMap((kind) => kind.fields.map((field) => ({ ...field, collection: kind.collection })));
  expect(fields.filter(({ nullMeans }) => nullMeans !== null).map(({ name }) => name)).toEqual(['verifiedUsersTotal']);
  const less = fields.filter(({ downIsGood }) => downIsGood).map(({ name }) => name);
  expect(less).toEqual(['reportsTotal', 'reportsAI', 'reportsHuman', 'bansIssued', 'autoBlocks', 'panicEvents']);
});

it('names the fields of stored documents, and no others', async () => {
  const bench = apiBench();
  const { platformKpi, safetyKpi } = await bench.ask('kpi_admin_triggerAggregation', { date: '2025-12-11' });
  const { documents } = await bench.ask('kpi_getMetrics', {});
  const namesOf = (collection: string) => documents.find((kind) => kind.collection === collection)?.fields.map(({ name }) => name) ?? [];
  const common = ['createdAt', 'updatedAt', 'provenance'];
  expect(Object.keys(platformKpi)).toEqual([...namesOf('platformKpiDaily'), ...common]);
  expect(Object.keys(safetyKpi)).toEqual([...namesOf('safetyKpiDaily'), ...common]);
});

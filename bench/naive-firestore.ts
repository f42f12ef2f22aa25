import { type Filter, type FirestoreGateway, FirestoreTime, type FoundDocument, type Write } from '@pack324a/firestore';

/** What the comparison needs to know that both have counted the same. */
export interface NaiveFigures {
  readonly payingUsers: number;
  readonly tokensSpent: number;
  readonly creators: number;
  readonly tokensEarned: number;
  readonly sessions: number;
}

type Row = FoundDocument['data'];
/** Reads whole documents of the day. */
type Read = (collection: string, ...where: readonly Filter[]) => Promise<Row[]>;

const WRITES_PER_COMMIT = 500;
const MS_PER_DAY = 86_400_000;
const NOT_EARNED = ['REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL'];
const BOOKED_ELSEWHERE = ['CALENDAR', 'EVENT'];

/**
 * A day the way the figures are usually described, and so often written: a query for each figure, then one for each creator and
 * each source. It has no provenance, rejects nothing, and cannot tell a day that was read in part.
 */
export async function naiveDay(gateway: FirestoreGateway, date: string): Promise<NaiveFigures> {
  const startMs = Date.parse(`${date}T00:00:00.000Z`);
  const within = (path: string): Filter[] => [
    { path, operator: '>=', value: FirestoreTime.fromMillis(startMs) },
    { path, operator: '<', value: FirestoreTime.fromMillis(startMs + MS_PER_DAY) },
  ];
  const ofDay: Read = (collection, ...where) => rowsOf(gateway, collection, [...where, ...within('createdAt')]);
  const users = {
    newUsers: (await ofDay('users')).length,
    verifiedUsers: (await rowsOf(gateway, 'users', [equal('verified', true)])).length,
    activeUsers: (await rowsOf(gateway, 'users', within('lastActiveAt'))).length,
  };
  const { ids, platform } = await naivePlatform(ofDay);
  const creators: Row[] = [];
  for (const userId of ids) creators.push({ date, ...(await naiveCreator(ofDay, userId)) });
  await store(gateway, [
    { kind: 'set', key: { collection: 'naivePlatform', id: date }, data: { date, ...users, ...platform } },
    { kind: 'set', key: { collection: 'naiveSafety', id: date }, data: { date, ...(await naiveSafety(ofDay)) } },
    ...creators.map((data): Write => ({ kind: 'set', key: { collection: 'naiveCreators', id: `${data['userId']}_${date}` }, data })),
  ]);
  return {
    payingUsers: platform.payingUsers,
    tokensSpent: platform.totalTokensSpent,
    creators: creators.length,
    tokensEarned: total(creators, 'totalEarnedTokens'),
    sessions: total(creators, 'sessionsCount'),
  };
}

async function naivePlatform(ofDay: Read) {
  const spends = (await ofDay('walletTransactions', equal('type', 'SPEND'))).filter((row) => typeof row['amount'] === 'number');
  const chats = await ofDay('aiChatSessions');
  const bookings = await ofDay('calendarBookings');
  const tickets = await ofDay('eventTickets');
  const ids = [
    ...spends.map((row) => row['receiverId']),
    ...chats.map((row) => row['creatorId']),
    ...bookings.map((row) => row['hostId']),
    ...tickets.map((row) => row['eventOrganizerId']),
  ];
  const platform = {
    payingUsers: new Set(spends.map((row) => row['userId'])).size,
    totalTokensSpent: total(spends, 'amount'),
    totalChats: chats.length,
    totalVoiceMinutes: total(await ofDay('aiVoiceCallSessions'), 'durationMinutes'),
    totalVideoMinutes: total(await ofDay('aiVideoCallSessions'), 'durationMinutes'),
    totalCalendarBookings: bookings.length,
    totalEventTickets: tickets.length,
  };
  return { ids: new Set(ids.filter((id) => typeof id === 'string')), platform };
}

async function naiveCreator(ofDay: Read, userId: string): Promise<Row> {
  const received = await ofDay('walletTransactions', equal('receiverId', userId));
  const hosted = await ofDay('calendarBookings', equal('hostId', userId));
  const sold = await ofDay('eventTickets', equal('eventOrganizerId', userId));
  const sessions = await ofDay('aiChatSessions', equal('creatorId', userId));
  const earned = received.filter((row) => !NOT_EARNED.includes(String(row['type'])) && !BOOKED_ELSEWHERE.includes(String(row['context'])));
  const totalEarnedTokens = total(earned, 'amount') + total(hosted, 'hostEarnings') + total(sold, 'organizerEarnings');
  return { userId, totalEarnedTokens, sessionsCount: sessions.length };
}

async function naiveSafety(ofDay: Read): Promise<Row> {
  const reports = await ofDay('moderationQueue');
  const actions = await ofDay('enforcement_logs');
  const alerts = await ofDay('safetyAlerts');
  return {
    reportsTotal: reports.length,
    reportsHuman: reports.filter((row) => row['source'] === 'USER').length,
    bansIssued: actions.filter((row) => row['action'] === 'BAN').length,
    autoBlocks: actions.filter((row) => row['action'] === 'AUTO_BLOCK').length,
    panicEvents: alerts.filter((row) => row['type'] === 'PANIC').length,
  };
}

async function rowsOf(gateway: FirestoreGateway, collection: string, where: readonly Filter[]): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const { data } of gateway.stream({ collection, where })) rows.push(data);
  return rows;
}

function equal(path: string, value: string | boolean): Filter {
  return { path, operator: '==', value };
}

function total(rows: readonly Row[], field: string): number {
  return rows.reduce((sum, row) => sum + (typeof row[field] === 'number' ? row[field] : 0), 0);
}

async function store(gateway: FirestoreGateway, writes: readonly Write[]): Promise<void> {
  for (let first = 0; first < writes.length; first += WRITES_PER_COMMIT) {
    await gateway.commit(writes.slice(first, first + WRITES_PER_COMMIT));
  }
}

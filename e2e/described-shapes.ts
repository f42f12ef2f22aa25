/**
 * The responses as the product's description gives them, written from its words and not from the code. `provenance` is the one
 * addition to the daily responses, and `summary` has totals beyond its first four.
 */
export type Json = Readonly<Record<string, unknown>>;

/** A described shape: what each field is, in the described order. */
interface Shape {
  readonly [field: string]: 'day' | 'instant' | 'text' | 'whole' | 'number' | 'true' | 'list' | 'object' | Shape;
}

export const PLATFORM: Shape = {
  date: 'day',
  users: { new: 'whole', verified: 'whole', active: 'whole', paying: 'whole' },
  revenue: { tokensSpent: 'number', revenuePLN: 'number' },
  activity: { chats: 'whole', voiceMinutes: 'number', videoMinutes: 'number', calendarBookings: 'whole', eventTickets: 'whole' },
  lastUpdated: 'instant',
  provenance: 'object',
};
export const CREATOR: Shape = {
  date: 'day',
  userId: 'text',
  earnings: { chat: 'number', voice: 'number', video: 'number', calendar: 'number', events: 'number', other: 'number', total: 'number' },
  earningsPLN: 'number',
  sessions: 'whole',
  lastUpdated: 'instant',
  provenance: 'object',
};
export const SAFETY: Shape = {
  date: 'day',
  reports: { total: 'whole', aiDetected: 'whole', userReported: 'whole' },
  enforcement: { bans: 'whole', autoBlocks: 'whole', panicEvents: 'whole' },
  lastUpdated: 'instant',
  provenance: 'object',
};
export const SUMMARY: Shape = { success: 'true', startDate: 'day', endDate: 'day', dailyData: 'list', summary: 'object' };
export const SUMMARY_TOTALS: Shape = {
  totalDays: 'whole',
  totalNewUsers: 'whole',
  totalRevenuePLN: 'number',
  averageDailyRevenue: 'number',
  missingDates: 'list',
  totalVerifiedUsers: 'whole',
  totalTokensSpent: 'number',
  totalChats: 'whole',
  totalVoiceMinutes: 'number',
  totalVideoMinutes: 'number',
  totalCalendarBookings: 'whole',
  totalEventTickets: 'whole',
};
export const TOP_CREATORS: Shape = { success: 'true', startDate: 'day', endDate: 'day', topCreators: 'list', totalCreators: 'whole' };
export const TOP_CREATOR: Shape = {
  userId: 'text',
  totalEarningsTokens: 'number',
  totalEarningsPLN: 'number',
  totalSessions: 'whole',
  activeDays: 'whole',
  averageDailyEarnings: 'number',
};
export const TRIGGERED: Shape = { success: 'true', date: 'day', creatorsProcessed: 'whole', platformKpi: 'object', safetyKpi: 'object' };
export const PLATFORM_DOCUMENT: Shape = {
  date: 'day',
  newUsers: 'whole',
  verifiedUsers: 'whole',
  activeUsers: 'whole',
  payingUsers: 'whole',
  totalTokensSpent: 'number',
  totalTokenRevenuePLN: 'number',
  totalChats: 'whole',
  totalVoiceMinutes: 'number',
  totalVideoMinutes: 'number',
  totalCalendarBookings: 'whole',
  totalEventTickets: 'whole',
  createdAt: 'instant',
};
export const SAFETY_DOCUMENT: Shape = {
  date: 'day',
  reportsTotal: 'whole',
  reportsAI: 'whole',
  reportsHuman: 'whole',
  bansIssued: 'whole',
  autoBlocks: 'whole',
  panicEvents: 'whole',
  createdAt: 'instant',
};

const HOLDS: Readonly<Record<Extract<Shape[string], string>, (value: unknown) => boolean>> = {
  day: (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value),
  instant: (value) => typeof value === 'string' && new Date(value).toISOString() === value,
  text: (value) => typeof value === 'string' && value !== '',
  whole: (value) => Number.isSafeInteger(value),
  number: (value) => Number.isFinite(value),
  true: (value) => value === true,
  list: (value) => Array.isArray(value),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/** Where a value differs from a described shape: fields too many or too few, their order, their types. */
export function differences(value: unknown, shape: Shape[string], path = ''): string[] {
  if (typeof shape === 'string') return HOLDS[shape](value) ? [] : [`${path} is ${JSON.stringify(value)}, not a ${shape}`];
  if (!HOLDS.object(value)) return [`${path} is ${JSON.stringify(value)}, not an object`];
  const fields = Object.keys(value as Json).join(', ');
  const described = Object.keys(shape).join(', ');
  if (fields !== described) return [`${path} has ${fields}, not ${described}`];
  return Object.entries(shape).flatMap(([field, inner]) => differences((value as Json)[field], inner, `${path}.${field}`));
}

/** The figures of a day, in the order in which the dashboard shows them; names are the catalogue's. */
export const SECTIONS = [
  { id: 'users', collection: 'platformKpiDaily', figures: ['newUsers', 'verifiedUsers', 'activeUsers', 'payingUsers'] },
  { id: 'revenue', collection: 'platformKpiDaily', figures: ['totalTokenRevenuePLN', 'totalTokensSpent'] },
  {
    id: 'activity',
    collection: 'platformKpiDaily',
    figures: ['totalChats', 'totalVoiceMinutes', 'totalVideoMinutes', 'totalCalendarBookings', 'totalEventTickets'],
  },
  { id: 'safety', collection: 'safetyKpiDaily', figures: ['reportsTotal', 'reportsAI', 'reportsHuman'] },
  { id: 'enforcement', collection: 'safetyKpiDaily', figures: ['bansIssued', 'autoBlocks', 'panicEvents'] },
] as const;

export type Section = (typeof SECTIONS)[number];
export type SectionId = Section['id'];
export type FigureName = Section['figures'][number];
export type CollectionName = Section['collection'];

/** What a figure counts; the catalogue's units. */
export type Unit = 'people' | 'PLN' | 'tokens' | 'chats' | 'minutes' | 'bookings' | 'tickets' | 'reports' | 'actions' | 'events';

/** The unit of each figure, needed before the catalogue has come; a test holds it to the catalogue. */
export const UNITS: Readonly<Record<FigureName, Unit>> = {
  newUsers: 'people',
  verifiedUsers: 'people',
  activeUsers: 'people',
  payingUsers: 'people',
  totalTokenRevenuePLN: 'PLN',
  totalTokensSpent: 'tokens',
  totalChats: 'chats',
  totalVoiceMinutes: 'minutes',
  totalVideoMinutes: 'minutes',
  totalCalendarBookings: 'bookings',
  totalEventTickets: 'tickets',
  reportsTotal: 'reports',
  reportsAI: 'reports',
  reportsHuman: 'reports',
  bansIssued: 'actions',
  autoBlocks: 'actions',
  panicEvents: 'events',
};

/** Decimals that the API gives: PLN in grosze, tokens and minutes in millionths, everything else whole. */
const DECIMALS: Readonly<Partial<Record<Unit, number>>> = { PLN: 2, tokens: 6, minutes: 6 };

export function decimalsOf(figure: FigureName): number {
  return DECIMALS[UNITS[figure]] ?? 0;
}

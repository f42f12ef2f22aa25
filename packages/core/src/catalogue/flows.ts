import type { CountingRules, Flow, FlowId, Gate, Section, SectionId } from './model.ts';

const onCreation = { timeField: 'createdAt', needsQuantity: false, gates: [] } as const;

/** The flows of the catalogue under the given counting rules. */
export function flowsFor(rules: CountingRules): Readonly<Record<FlowId, Flow>> {
  const earningType: Gate = {
    otherwise: 'notEarningType',
    pass: rules.earningTypes === null ? { field: 'type', notIn: rules.nonEarningTypes } : { field: 'type', in: rules.earningTypes },
  };
  return {
    signUps: { ...onCreation, id: 'signUps', source: 'users' },
    spending: {
      ...onCreation,
      id: 'spending',
      source: 'walletTransactions',
      needsQuantity: true,
      gates: [{ otherwise: 'notSpend', pass: { field: 'type', is: 'SPEND' } }],
    },
    earnings: {
      ...onCreation,
      id: 'earnings',
      source: 'walletTransactions',
      needsQuantity: true,
      gates: [
        earningType,
        { otherwise: 'noReceiver', pass: { field: 'receiverId', present: true } },
        { otherwise: 'bookedElsewhere', pass: { field: 'context', notIn: rules.contextsBookedElsewhere } },
      ],
      groupBy: 'receiverId',
    },
    chats: { ...onCreation, id: 'chats', source: 'aiChatSessions', groupBy: 'creatorId' },
    voiceCalls: { ...onCreation, id: 'voiceCalls', source: 'aiVoiceCallSessions', needsQuantity: true },
    videoCalls: { ...onCreation, id: 'videoCalls', source: 'aiVideoCallSessions', needsQuantity: true },
    bookings: { ...onCreation, id: 'bookings', source: 'calendarBookings' },
    bookingEarnings: { ...onCreation, id: 'bookingEarnings', source: 'calendarBookings', needsQuantity: true, groupBy: 'hostId' },
    tickets: { ...onCreation, id: 'tickets', source: 'eventTickets' },
    ticketEarnings: { ...onCreation, id: 'ticketEarnings', source: 'eventTickets', needsQuantity: true, groupBy: 'eventOrganizerId' },
    reports: { ...onCreation, id: 'reports', source: 'moderationQueue' },
    enforcement: { ...onCreation, id: 'enforcement', source: 'enforcement_logs' },
    alerts: { ...onCreation, id: 'alerts', source: 'safetyAlerts' },
  };
}

/** Sections fail and are stored independently of each other. Each has at most one flow of a source. */
export const SECTIONS: Readonly<Record<SectionId, Section>> = {
  platform: {
    id: 'platform',
    flows: ['signUps', 'spending', 'chats', 'voiceCalls', 'videoCalls', 'bookings', 'tickets'],
    observesUsers: true,
  },
  creators: { id: 'creators', flows: ['earnings', 'chats', 'bookingEarnings', 'ticketEarnings'], observesUsers: false },
  safety: { id: 'safety', flows: ['reports', 'enforcement', 'alerts'], observesUsers: false },
};

export const SECTION_IDS = Object.keys(SECTIONS) as readonly SectionId[];

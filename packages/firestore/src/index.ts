/** Sources and KPI documents in Firestore, behind the two ports. */
export * from './gateway.ts';

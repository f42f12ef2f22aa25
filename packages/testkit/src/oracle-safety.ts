import type { SafetyKpiDaily, SourceName } from '@pack324a/core';
import { dayStartMs, isoText, newAccount, type OracleQuestion, provenanceFrom, rowsIn } from './oracle-provenance.ts';

const DAY_MS = 86_400_000;

/** `safetyKpiDaily/{date}`. */
export function oracleSafetyDay(question: OracleQuestion, date: string): SafetyKpiDaily {
  const span = { startMs: dayStartMs(date), endExclusiveMs: dayStartMs(date) + DAY_MS };
  const rows = (source: SourceName) => rowsIn(question.platform, source, span);
  const reports = rows('moderationQueue');
  const enforcement = rows('enforcement_logs');
  const alerts = rows('safetyAlerts');
  const accounts = [
    { ...newAccount('moderationQueue'), seen: reports.length, used: reports.length },
    { ...newAccount('enforcement_logs'), seen: enforcement.length, used: enforcement.length },
    { ...newAccount('safetyAlerts'), seen: alerts.length, used: alerts.length },
  ];
  return {
    date,
    reportsTotal: reports.length,
    reportsAI: reports.filter((report) => report['source'] === 'AI' || report['source'] === 'AUTO').length,
    reportsHuman: reports.filter((report) => report['source'] === 'USER').length,
    bansIssued: enforcement.filter((entry) => entry['action'] === 'BAN').length,
    autoBlocks: enforcement.filter((entry) => entry['action'] === 'AUTO_BLOCK').length,
    panicEvents: alerts.filter((alert) => alert['type'] === 'PANIC').length,
    createdAt: isoText(question.nowMs),
    updatedAt: isoText(question.nowMs),
    provenance: provenanceFrom(question, span, accounts),
  };
}

/**
 * The baseline: what somebody who knows SQL and this one table would write for the same figures, without provenance, rejected
 * rows, conservation, or any way to run it twice.
 */
export const HAND_WRITTEN = [
  `CREATE OR REPLACE TABLE kpi.hand_platform AS
   SELECT CAST("createdAt" AS DATE) AS "date",
          count(DISTINCT "userId") AS "payingUsers",
          sum(abs(amount)) AS "totalTokensSpent",
          round(sum(abs(amount)) * 0.20, 2) AS "totalTokenRevenuePLN",
          sum(abs(amount)) FILTER (WHERE context IN ('CHAT', 'AI_SESSION')) AS chat,
          sum(abs(amount)) FILTER (WHERE context IN ('VOICE', 'AI_VOICE')) AS voice,
          sum(abs(amount)) FILTER (WHERE context IN ('VIDEO', 'AI_VIDEO')) AS video,
          sum(abs(amount)) FILTER (WHERE context = 'TIP') AS tips,
          sum(abs(amount)) FILTER (WHERE context NOT IN ('CHAT', 'AI_SESSION', 'VOICE', 'AI_VOICE', 'VIDEO', 'AI_VIDEO', 'TIP')) AS other,
          sum(abs(amount)) FILTER (WHERE context IN ('AI_SESSION', 'AI_VOICE', 'AI_VIDEO')) AS "aiTokens"
   FROM source."walletTransactions"
   WHERE type = 'SPEND' AND "createdAt" >= DATE '2025-01-01' AND "createdAt" < DATE '2026-01-01'
   GROUP BY 1`,
  `CREATE OR REPLACE TABLE kpi.hand_creators AS
   SELECT CAST("createdAt" AS DATE) AS "date", "receiverId" AS "userId",
          coalesce(sum(abs(amount)) FILTER (WHERE context IN ('CHAT', 'AI_SESSION')), 0) AS chat,
          coalesce(sum(abs(amount)) FILTER (WHERE context IN ('VOICE', 'AI_VOICE')), 0) AS voice,
          coalesce(sum(abs(amount)) FILTER (WHERE context IN ('VIDEO', 'AI_VIDEO')), 0) AS video,
          coalesce(sum(abs(amount)) FILTER (WHERE context NOT IN ('CHAT', 'AI_SESSION', 'VOICE', 'AI_VOICE', 'VIDEO', 'AI_VIDEO')), 0) AS other,
          sum(abs(amount)) AS total,
          round(sum(abs(amount)) * 0.20, 2) AS pln
   FROM source."walletTransactions"
   WHERE "receiverId" IS NOT NULL AND "receiverId" <> 'avalo_platform'
     AND type NOT IN ('REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL') AND context NOT IN ('CALENDAR', 'EVENT')
     AND "createdAt" >= DATE '2025-01-01' AND "createdAt" < DATE '2026-01-01'
   GROUP BY 1, 2`,
];

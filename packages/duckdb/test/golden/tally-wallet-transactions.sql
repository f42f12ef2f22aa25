SELECT w,
       sum(n) AS seen,
       coalesce(sum(n) FILTER (WHERE (readable) AND (coalesce("type" = 'SPEND', false))), 0) AS "spending.used",
       coalesce(sum(quantity) FILTER (WHERE (readable) AND (coalesce("type" = 'SPEND', false))), 0) AS "spending.quantity",
       coalesce(sum(n) FILTER (WHERE (readable) AND (NOT coalesce("type" = 'SPEND', false))), 0) AS "spending.excluded.notSpend",
       coalesce(sum(n) FILTER (WHERE ((readable) AND (coalesce("type" = 'SPEND', false))) AND ("userId unreadable")), 0) AS "spending.unreadableId.userId",
       coalesce(sum(quantity) FILTER (WHERE ((readable) AND (coalesce("type" = 'SPEND', false)))), 0) AS "value.tokensSpent",
       coalesce(sum(quantity) FILTER (WHERE ((readable) AND (coalesce("type" = 'SPEND', false))) AND (coalesce("context" IN ('CHAT', 'AI_SESSION'), false))), 0) AS "value.tokensSpentChat",
       coalesce(sum(quantity) FILTER (WHERE ((readable) AND (coalesce("type" = 'SPEND', false))) AND (coalesce("context" IN ('VOICE', 'AI_VOICE'), false))), 0) AS "value.tokensSpentVoice",
       coalesce(sum(quantity) FILTER (WHERE ((readable) AND (coalesce("type" = 'SPEND', false))) AND (coalesce("context" IN ('VIDEO', 'AI_VIDEO'), false))), 0) AS "value.tokensSpentVideo",
       coalesce(sum(quantity) FILTER (WHERE ((readable) AND (coalesce("type" = 'SPEND', false))) AND (coalesce("context" IN ('TIP'), false))), 0) AS "value.tokensSpentTips",
       coalesce(sum(quantity) FILTER (WHERE ((readable) AND (coalesce("type" = 'SPEND', false))) AND (coalesce("context" NOT IN ('CHAT', 'AI_SESSION', 'VOICE', 'AI_VOICE', 'VIDEO', 'AI_VIDEO', 'TIP'), true))), 0) AS "value.tokensSpentOther",
       coalesce(sum(quantity) FILTER (WHERE ((readable) AND (coalesce("type" = 'SPEND', false))) AND (coalesce("context" IN ('AI_SESSION', 'AI_VOICE', 'AI_VIDEO'), false))), 0) AS "value.tokensSpentAi",
       coalesce(sum(n) FILTER (WHERE (readable) AND (coalesce("type" NOT IN ('REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL'), true)) AND ("receiverId present") AND (coalesce("context" NOT IN ('CALENDAR', 'EVENT'), true))), 0) AS "earnings.used",
       coalesce(sum(quantity) FILTER (WHERE (readable) AND (coalesce("type" NOT IN ('REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL'), true)) AND ("receiverId present") AND (coalesce("context" NOT IN ('CALENDAR', 'EVENT'), true))), 0) AS "earnings.quantity",
       coalesce(sum(n) FILTER (WHERE (readable) AND (NOT coalesce("type" NOT IN ('REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL'), true))), 0) AS "earnings.excluded.notEarningType",
       coalesce(sum(n) FILTER (WHERE (readable) AND (coalesce("type" NOT IN ('REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL'), true)) AND (NOT "receiverId present")), 0) AS "earnings.excluded.noReceiver",
       coalesce(sum(n) FILTER (WHERE (readable) AND (coalesce("type" NOT IN ('REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL'), true)) AND ("receiverId present") AND (NOT coalesce("context" NOT IN ('CALENDAR', 'EVENT'), true))), 0) AS "earnings.excluded.bookedElsewhere",
       coalesce(sum(n) FILTER (WHERE ((readable) AND (coalesce("type" NOT IN ('REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL'), true)) AND ("receiverId present") AND (coalesce("context" NOT IN ('CALENDAR', 'EVENT'), true))) AND ("receiverId share" = 'creator')), 0) AS "earnings.creator.rows",
       coalesce(sum(quantity) FILTER (WHERE ((readable) AND (coalesce("type" NOT IN ('REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL'), true)) AND ("receiverId present") AND (coalesce("context" NOT IN ('CALENDAR', 'EVENT'), true))) AND ("receiverId share" = 'creator')), 0) AS "earnings.creator.quantity",
       coalesce(sum(n) FILTER (WHERE ((readable) AND (coalesce("type" NOT IN ('REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL'), true)) AND ("receiverId present") AND (coalesce("context" NOT IN ('CALENDAR', 'EVENT'), true))) AND ("receiverId share" = 'platform')), 0) AS "earnings.platform.rows",
       coalesce(sum(quantity) FILTER (WHERE ((readable) AND (coalesce("type" NOT IN ('REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL'), true)) AND ("receiverId present") AND (coalesce("context" NOT IN ('CALENDAR', 'EVENT'), true))) AND ("receiverId share" = 'platform')), 0) AS "earnings.platform.quantity",
       coalesce(sum(n) FILTER (WHERE ((readable) AND (coalesce("type" NOT IN ('REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL'), true)) AND ("receiverId present") AND (coalesce("context" NOT IN ('CALENDAR', 'EVENT'), true))) AND ("receiverId share" = 'unreadable')), 0) AS "earnings.unreadable.rows",
       coalesce(sum(quantity) FILTER (WHERE ((readable) AND (coalesce("type" NOT IN ('REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL'), true)) AND ("receiverId present") AND (coalesce("context" NOT IN ('CALENDAR', 'EVENT'), true))) AND ("receiverId share" = 'unreadable')), 0) AS "earnings.unreadable.quantity"
FROM (
    SELECT CAST((epoch_us("createdAt") - 1741392000000::BIGINT * 1000) // (86400000::BIGINT * 1000) AS INTEGER) AS w,
           "amount" IS NOT NULL AS readable,
           "type",
           "context",
           "userId" IS NULL AS "userId unreadable",
           ("receiverId_issue" IS NULL OR "receiverId_issue" NOT IN ('missing', 'null')) AS "receiverId present",
           CASE WHEN "receiverId" IS NULL THEN 'unreadable' WHEN "receiverId" IN ('avalo_platform') THEN 'platform' ELSE 'creator' END AS "receiverId share",
           count(*) AS n,
           sum(abs("amount")) AS quantity
    FROM source."walletTransactions"
    WHERE "createdAt" >= make_timestamp(1741392000000::BIGINT * 1000) AND "createdAt" < make_timestamp(1741651200000::BIGINT * 1000)
    GROUP BY ALL)
GROUP BY w ORDER BY w;

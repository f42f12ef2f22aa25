INSERT INTO kpi."creatorKpiDaily" ("date", "userId", "earnedTokensChat", "earnedTokensVoice", "earnedTokensVideo", "earnedTokensCalendar", "earnedTokensEvents", "earnedTokensOther", "sessionsCount", "rows_walletTransactions", "rows_aiChatSessions", "rows_calendarBookings", "rows_eventTickets", "createdAt", "updatedAt")
SELECT (DATE '2025-03-08' + creator.w),
       creator.id,
       creator."earnedChat",
       creator."earnedVoice",
       creator."earnedVideo",
       creator."earnedCalendar",
       creator."earnedEvents",
       creator."earnedOther",
       creator."creatorSessions",
       creator."rows_walletTransactions",
       creator."rows_aiChatSessions",
       creator."rows_calendarBookings",
       creator."rows_eventTickets",
       TIMESTAMP '2025-03-11T00:10:00.000',
       TIMESTAMP '2025-03-11T00:10:00.000'
FROM (SELECT w, id, CAST(sum("earnedChat") AS DECIMAL(18,6)) AS "earnedChat", CAST(sum("earnedVoice") AS DECIMAL(18,6)) AS "earnedVoice", CAST(sum("earnedVideo") AS DECIMAL(18,6)) AS "earnedVideo", CAST(sum("earnedOther") AS DECIMAL(18,6)) AS "earnedOther", CAST(sum("creatorSessions") AS BIGINT) AS "creatorSessions", CAST(sum("earnedCalendar") AS DECIMAL(18,6)) AS "earnedCalendar", CAST(sum("earnedEvents") AS DECIMAL(18,6)) AS "earnedEvents", sum("rows_walletTransactions") AS "rows_walletTransactions", sum("rows_aiChatSessions") AS "rows_aiChatSessions", sum("rows_calendarBookings") AS "rows_calendarBookings", sum("rows_eventTickets") AS "rows_eventTickets"
FROM (SELECT w, id, CAST("earnedChat" AS DECIMAL(18,6)) AS "earnedChat", CAST("earnedVoice" AS DECIMAL(18,6)) AS "earnedVoice", CAST("earnedVideo" AS DECIMAL(18,6)) AS "earnedVideo", CAST("earnedOther" AS DECIMAL(18,6)) AS "earnedOther", CAST(0 AS BIGINT) AS "creatorSessions", CAST(0 AS DECIMAL(18,6)) AS "earnedCalendar", CAST(0 AS DECIMAL(18,6)) AS "earnedEvents", CAST(n AS BIGINT) AS "rows_walletTransactions", CAST(0 AS BIGINT) AS "rows_aiChatSessions", CAST(0 AS BIGINT) AS "rows_calendarBookings", CAST(0 AS BIGINT) AS "rows_eventTickets"
FROM (SELECT w, id, count(*) AS n, sum(quantity) AS quantity, coalesce(sum(quantity) FILTER (WHERE class = 0), 0) AS "earnedChat", coalesce(sum(quantity) FILTER (WHERE class = 1), 0) AS "earnedVoice", coalesce(sum(quantity) FILTER (WHERE class = 2), 0) AS "earnedVideo", coalesce(sum(quantity) FILTER (WHERE class = 3), 0) AS "earnedOther"
FROM (SELECT CAST((epoch_us("createdAt") - 1741392000000::BIGINT * 1000) // (86400000::BIGINT * 1000) AS INTEGER) AS w, "receiverId" AS id, abs("amount") AS quantity, CASE "context" WHEN 'CHAT' THEN 0 WHEN 'AI_SESSION' THEN 0 WHEN 'VOICE' THEN 1 WHEN 'AI_VOICE' THEN 1 WHEN 'VIDEO' THEN 2 WHEN 'AI_VIDEO' THEN 2 ELSE 3 END AS class
      FROM source."walletTransactions"
      WHERE "createdAt" >= make_timestamp(1741392000000::BIGINT * 1000) AND "createdAt" < make_timestamp(1741651200000::BIGINT * 1000) AND "amount" IS NOT NULL AND coalesce("type" NOT IN ('REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL'), true) AND ("receiverId_issue" IS NULL OR "receiverId_issue" NOT IN ('missing', 'null')) AND coalesce("context" NOT IN ('CALENDAR', 'EVENT'), true) AND "receiverId" IS NOT NULL)
GROUP BY ALL)
WHERE id NOT IN ('avalo_platform')
UNION ALL
SELECT w, id, CAST(0 AS DECIMAL(18,6)) AS "earnedChat", CAST(0 AS DECIMAL(18,6)) AS "earnedVoice", CAST(0 AS DECIMAL(18,6)) AS "earnedVideo", CAST(0 AS DECIMAL(18,6)) AS "earnedOther", CAST("creatorSessions" AS BIGINT) AS "creatorSessions", CAST(0 AS DECIMAL(18,6)) AS "earnedCalendar", CAST(0 AS DECIMAL(18,6)) AS "earnedEvents", CAST(0 AS BIGINT) AS "rows_walletTransactions", CAST(n AS BIGINT) AS "rows_aiChatSessions", CAST(0 AS BIGINT) AS "rows_calendarBookings", CAST(0 AS BIGINT) AS "rows_eventTickets"
FROM (SELECT w, id, count(*) AS n, sum(quantity) AS quantity, coalesce(count(*) FILTER (WHERE c0), 0) AS "creatorSessions"
FROM (SELECT CAST((epoch_us("createdAt") - 1741392000000::BIGINT * 1000) // (86400000::BIGINT * 1000) AS INTEGER) AS w, "creatorId" AS id, 1 AS quantity, true AS c0
      FROM source."aiChatSessions"
      WHERE "createdAt" >= make_timestamp(1741392000000::BIGINT * 1000) AND "createdAt" < make_timestamp(1741651200000::BIGINT * 1000) AND true AND "creatorId" IS NOT NULL)
GROUP BY ALL)
WHERE id NOT IN ('avalo_platform')
UNION ALL
SELECT w, id, CAST(0 AS DECIMAL(18,6)) AS "earnedChat", CAST(0 AS DECIMAL(18,6)) AS "earnedVoice", CAST(0 AS DECIMAL(18,6)) AS "earnedVideo", CAST(0 AS DECIMAL(18,6)) AS "earnedOther", CAST(0 AS BIGINT) AS "creatorSessions", CAST("earnedCalendar" AS DECIMAL(18,6)) AS "earnedCalendar", CAST(0 AS DECIMAL(18,6)) AS "earnedEvents", CAST(0 AS BIGINT) AS "rows_walletTransactions", CAST(0 AS BIGINT) AS "rows_aiChatSessions", CAST(n AS BIGINT) AS "rows_calendarBookings", CAST(0 AS BIGINT) AS "rows_eventTickets"
FROM (SELECT w, id, count(*) AS n, sum(quantity) AS quantity, coalesce(sum(quantity) FILTER (WHERE c0), 0) AS "earnedCalendar"
FROM (SELECT CAST((epoch_us("createdAt") - 1741392000000::BIGINT * 1000) // (86400000::BIGINT * 1000) AS INTEGER) AS w, "hostId" AS id, abs("hostEarnings") AS quantity, true AS c0
      FROM source."calendarBookings"
      WHERE "createdAt" >= make_timestamp(1741392000000::BIGINT * 1000) AND "createdAt" < make_timestamp(1741651200000::BIGINT * 1000) AND "hostEarnings" IS NOT NULL AND "hostId" IS NOT NULL)
GROUP BY ALL)
WHERE id NOT IN ('avalo_platform')
UNION ALL
SELECT w, id, CAST(0 AS DECIMAL(18,6)) AS "earnedChat", CAST(0 AS DECIMAL(18,6)) AS "earnedVoice", CAST(0 AS DECIMAL(18,6)) AS "earnedVideo", CAST(0 AS DECIMAL(18,6)) AS "earnedOther", CAST(0 AS BIGINT) AS "creatorSessions", CAST(0 AS DECIMAL(18,6)) AS "earnedCalendar", CAST("earnedEvents" AS DECIMAL(18,6)) AS "earnedEvents", CAST(0 AS BIGINT) AS "rows_walletTransactions", CAST(0 AS BIGINT) AS "rows_aiChatSessions", CAST(0 AS BIGINT) AS "rows_calendarBookings", CAST(n AS BIGINT) AS "rows_eventTickets"
FROM (SELECT w, id, count(*) AS n, sum(quantity) AS quantity, coalesce(sum(quantity) FILTER (WHERE c0), 0) AS "earnedEvents"
FROM (SELECT CAST((epoch_us("createdAt") - 1741392000000::BIGINT * 1000) // (86400000::BIGINT * 1000) AS INTEGER) AS w, "eventOrganizerId" AS id, abs("organizerEarnings") AS quantity, true AS c0
      FROM source."eventTickets"
      WHERE "createdAt" >= make_timestamp(1741392000000::BIGINT * 1000) AND "createdAt" < make_timestamp(1741651200000::BIGINT * 1000) AND "organizerEarnings" IS NOT NULL AND "eventOrganizerId" IS NOT NULL)
GROUP BY ALL)
WHERE id NOT IN ('avalo_platform'))
GROUP BY w, id) AS creator;

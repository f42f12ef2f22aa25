SELECT w, id, count(*) AS n, sum(quantity) AS quantity, coalesce(count(*) FILTER (WHERE c0), 0) AS "creatorSessions"
FROM (SELECT CAST((epoch_us("createdAt") - 1741392000000::BIGINT * 1000) // (86400000::BIGINT * 1000) AS INTEGER) AS w, "creatorId" AS id, 1 AS quantity, true AS c0
      FROM source."aiChatSessions"
      WHERE "createdAt" >= make_timestamp(1741392000000::BIGINT * 1000) AND "createdAt" < make_timestamp(1741651200000::BIGINT * 1000) AND true AND "creatorId" IS NOT NULL)
GROUP BY ALL;

SELECT w, count(*) AS n FROM (SELECT DISTINCT CAST((epoch_us("createdAt") - 1741392000000::BIGINT * 1000) // (86400000::BIGINT * 1000) AS INTEGER) AS w, "userId" AS id
FROM source."walletTransactions"
WHERE "createdAt" >= make_timestamp(1741392000000::BIGINT * 1000) AND "createdAt" < make_timestamp(1741651200000::BIGINT * 1000) AND ("amount" IS NOT NULL AND coalesce("type" = 'SPEND', false)) AND ("userId" IS NOT NULL)) GROUP BY w;

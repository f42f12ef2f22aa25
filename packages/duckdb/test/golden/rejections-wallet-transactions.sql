SELECT CAST((epoch_us("createdAt") - 1741392000000::BIGINT * 1000) // (86400000::BIGINT * 1000) AS INTEGER) AS w, "amount_issue" AS reason, count(*) AS n
FROM source."walletTransactions"
WHERE "createdAt" >= make_timestamp(1741392000000::BIGINT * 1000) AND "createdAt" < make_timestamp(1741651200000::BIGINT * 1000) AND "amount_issue" IS NOT NULL
GROUP BY ALL;

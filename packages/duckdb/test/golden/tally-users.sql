SELECT w,
       sum(n) AS seen,
       coalesce(sum(n) FILTER (WHERE true), 0) AS "signUps.used",
       coalesce(sum(n) FILTER (WHERE true), 0) AS "value.newUsers",
       coalesce(sum(n) FILTER (WHERE (coalesce("verified", false))), 0) AS "value.verifiedNewUsers"
FROM (
    SELECT CAST((epoch_us("createdAt") - 1741392000000::BIGINT * 1000) // (86400000::BIGINT * 1000) AS INTEGER) AS w,
           "verified",
           count(*) AS n
    FROM source."users"
    WHERE "createdAt" >= make_timestamp(1741392000000::BIGINT * 1000) AND "createdAt" < make_timestamp(1741651200000::BIGINT * 1000)
    GROUP BY ALL)
GROUP BY w ORDER BY w;

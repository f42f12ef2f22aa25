SELECT w,
       sum(n) AS seen,
       coalesce(sum(n) FILTER (WHERE true), 0) AS "bookings.used",
       coalesce(sum(n) FILTER (WHERE true), 0) AS "value.bookings",
       coalesce(sum(n) FILTER (WHERE (readable)), 0) AS "bookingEarnings.used",
       coalesce(sum(quantity) FILTER (WHERE (readable)), 0) AS "bookingEarnings.quantity",
       coalesce(sum(n) FILTER (WHERE ((readable)) AND ("hostId share" = 'creator')), 0) AS "bookingEarnings.creator.rows",
       coalesce(sum(quantity) FILTER (WHERE ((readable)) AND ("hostId share" = 'creator')), 0) AS "bookingEarnings.creator.quantity",
       coalesce(sum(n) FILTER (WHERE ((readable)) AND ("hostId share" = 'platform')), 0) AS "bookingEarnings.platform.rows",
       coalesce(sum(quantity) FILTER (WHERE ((readable)) AND ("hostId share" = 'platform')), 0) AS "bookingEarnings.platform.quantity",
       coalesce(sum(n) FILTER (WHERE ((readable)) AND ("hostId share" = 'unreadable')), 0) AS "bookingEarnings.unreadable.rows",
       coalesce(sum(quantity) FILTER (WHERE ((readable)) AND ("hostId share" = 'unreadable')), 0) AS "bookingEarnings.unreadable.quantity"
FROM (
    SELECT CAST((epoch_us("createdAt") - 1741392000000::BIGINT * 1000) // (86400000::BIGINT * 1000) AS INTEGER) AS w,
           "hostEarnings" IS NOT NULL AS readable,
           CASE WHEN "hostId" IS NULL THEN 'unreadable' WHEN "hostId" IN ('avalo_platform') THEN 'platform' ELSE 'creator' END AS "hostId share",
           count(*) AS n,
           sum(abs("hostEarnings")) AS quantity
    FROM source."calendarBookings"
    WHERE "createdAt" >= make_timestamp(1741392000000::BIGINT * 1000) AND "createdAt" < make_timestamp(1741651200000::BIGINT * 1000)
    GROUP BY ALL)
GROUP BY w ORDER BY w;

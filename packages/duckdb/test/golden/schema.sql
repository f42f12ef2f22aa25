CREATE SCHEMA IF NOT EXISTS source;
CREATE SCHEMA IF NOT EXISTS kpi;
CREATE SCHEMA IF NOT EXISTS meta;
CREATE TABLE IF NOT EXISTS meta.properties (name VARCHAR, value VARCHAR);
CREATE TABLE IF NOT EXISTS meta.imports (
       importedAt TIMESTAMP, file VARCHAR, source VARCHAR, format VARCHAR,
       rowsRead BIGINT, rowsAdded BIGINT, rowsReplaced BIGINT, rowsUnchanged BIGINT,
       mapping JSON, rawFields JSON);
CREATE TABLE IF NOT EXISTS kpi."platformKpiDaily" (id VARCHAR, "date" DATE, "newUsers" BIGINT, "verifiedUsers" BIGINT, "verifiedUsersTotal" BIGINT, "activeUsers" BIGINT, "payingUsers" BIGINT, "totalTokensSpent" DECIMAL(24,6), "totalTokenRevenuePLN" DECIMAL(24,2) GENERATED ALWAYS AS (CAST(CAST("totalTokensSpent" AS DECIMAL(24,6)) * CAST(0.20 AS DECIMAL(3,2)) AS DECIMAL(24,2))) VIRTUAL, "tokensBySource" JSON, "aiTokens" DECIMAL(24,6), "totalChats" BIGINT, "totalVoiceMinutes" DECIMAL(24,6), "totalVideoMinutes" DECIMAL(24,6), "totalCalendarBookings" BIGINT, "totalEventTickets" BIGINT, "createdAt" TIMESTAMP, "updatedAt" TIMESTAMP, "provenance" JSON);
CREATE TABLE IF NOT EXISTS kpi."platformKpiHourly" (id VARCHAR, "date" DATE, "hour" BIGINT, "activeUsers" BIGINT, "dayActiveUsers" BIGINT, "tokensSpent" DECIMAL(24,6), "tokenRevenuePLN" DECIMAL(24,2) GENERATED ALWAYS AS (CAST(CAST("tokensSpent" AS DECIMAL(24,6)) * CAST(0.20 AS DECIMAL(3,2)) AS DECIMAL(24,2))) VIRTUAL, "chatsStarted" BIGINT, "voiceMinutes" DECIMAL(24,6), "videoMinutes" DECIMAL(24,6), "createdAt" TIMESTAMP, "updatedAt" TIMESTAMP, "provenance" JSON);
CREATE TABLE IF NOT EXISTS kpi."creatorKpiDaily" (id VARCHAR GENERATED ALWAYS AS ("userId" || '_' || strftime("date", '%Y-%m-%d')) VIRTUAL, "date" DATE, "userId" VARCHAR, "earnedTokensChat" DECIMAL(18,6), "earnedTokensVoice" DECIMAL(18,6), "earnedTokensVideo" DECIMAL(18,6), "earnedTokensCalendar" DECIMAL(18,6), "earnedTokensEvents" DECIMAL(18,6), "earnedTokensOther" DECIMAL(18,6), "totalEarnedTokens" DECIMAL(18,6) GENERATED ALWAYS AS (("earnedTokensChat" + "earnedTokensVoice" + "earnedTokensVideo" + "earnedTokensCalendar" + "earnedTokensEvents" + "earnedTokensOther")) VIRTUAL, "totalEarnedPLN" DECIMAL(24,2) GENERATED ALWAYS AS (CAST(CAST(("earnedTokensChat" + "earnedTokensVoice" + "earnedTokensVideo" + "earnedTokensCalendar" + "earnedTokensEvents" + "earnedTokensOther") AS DECIMAL(24,6)) * CAST(0.20 AS DECIMAL(3,2)) AS DECIMAL(24,2))) VIRTUAL, "sessionsCount" BIGINT, "rows_walletTransactions" INTEGER, "rows_aiChatSessions" INTEGER, "rows_calendarBookings" INTEGER, "rows_eventTickets" INTEGER, "createdAt" TIMESTAMP, "updatedAt" TIMESTAMP, "provenance" JSON);
CREATE TABLE IF NOT EXISTS kpi."safetyKpiDaily" (id VARCHAR, "date" DATE, "reportsTotal" BIGINT, "reportsAI" BIGINT, "reportsHuman" BIGINT, "bansIssued" BIGINT, "autoBlocks" BIGINT, "panicEvents" BIGINT, "createdAt" TIMESTAMP, "updatedAt" TIMESTAMP, "provenance" JSON);
CREATE TABLE IF NOT EXISTS kpi."kpiRuns" (id VARCHAR, "date" DATE, data JSON);
CREATE TABLE IF NOT EXISTS kpi."kpiSlices" (id VARCHAR, "date" DATE, data JSON);
CREATE TABLE IF NOT EXISTS kpi."kpiPacks" (id VARCHAR, "date" DATE, data JSON);
CREATE TABLE IF NOT EXISTS kpi."kpiAlerts" (id VARCHAR, "date" DATE, data JSON);
CREATE TABLE IF NOT EXISTS kpi."kpiLeases" (id VARCHAR, "date" DATE, data JSON);
CREATE TABLE IF NOT EXISTS kpi."kpiDevices" (id VARCHAR, "date" DATE, data JSON);

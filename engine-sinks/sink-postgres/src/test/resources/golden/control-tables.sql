DO $millrace$ BEGIN IF to_regnamespace('"my""dms"') IS NULL THEN CREATE SCHEMA "my""dms"; END IF; END $millrace$;

CREATE TABLE IF NOT EXISTS "my""dms"."millrace_task" (
    "task" varchar(255) PRIMARY KEY,
    "fence" bigint NOT NULL,
    "checkpoint" text,
    "commit_time" bigint,
    "changes" bigint);

DO $millrace$ BEGIN IF to_regnamespace('"my""dms"') IS NULL THEN CREATE SCHEMA "my""dms"; END IF; END $millrace$;

CREATE TABLE IF NOT EXISTS "my""dms"."millrace_load_chunk" (
    "task" varchar(255) NOT NULL,
    "source_schema" varchar(128) NOT NULL,
    "source_table" varchar(128) NOT NULL,
    "chunk" integer NOT NULL,
    "bounds" text NOT NULL,
    "estimated_rows" bigint NOT NULL,
    "chunk_name" text NOT NULL,
    "row_count" bigint,
    "low_position" text,
    "high_position" text,
    PRIMARY KEY ("task", "source_schema", "source_table", "chunk"));

DO $millrace$ BEGIN IF to_regnamespace('"my""dms"') IS NULL THEN CREATE SCHEMA "my""dms"; END IF; END $millrace$;

CREATE TABLE IF NOT EXISTS "my""dms"."millrace_applied_range" (
    "task" varchar(255) NOT NULL,
    "number" bigint NOT NULL,
    "from_position" text NOT NULL,
    "to_position" text NOT NULL,
    PRIMARY KEY ("task", "number"));

DO $millrace$ BEGIN IF to_regnamespace('"my""dms"') IS NULL THEN CREATE SCHEMA "my""dms"; END IF; END $millrace$;

CREATE TABLE IF NOT EXISTS "my""dms"."awsdms_txn_state" (
    "SERVER_NAME" varchar(128) NOT NULL,
    "TASK_NAME" varchar(128) NOT NULL,
    "STATE_TIME" timestamp NOT NULL,
    "CHECKPOINT" varchar(1024) NOT NULL);

CREATE UNIQUE INDEX IF NOT EXISTS "awsdms_txn_state_task_recovery_index"
    ON "my""dms"."awsdms_txn_state" ("SERVER_NAME", "TASK_NAME");

DO $millrace$ BEGIN IF to_regnamespace('"my""dms"') IS NULL THEN CREATE SCHEMA "my""dms"; END IF; END $millrace$;

CREATE TABLE IF NOT EXISTS "my""dms"."awsdms_apply_exceptions" (
    "TASK_NAME" varchar(128) NOT NULL,
    "TABLE_OWNER" varchar(128) NOT NULL,
    "TABLE_NAME" varchar(128) NOT NULL,
    "ERROR_TIME" timestamp NOT NULL,
    "STATEMENT" text NOT NULL,
    "ERROR" text NOT NULL);

DO $millrace$ BEGIN IF to_regnamespace('"my""dms"') IS NULL THEN CREATE SCHEMA "my""dms"; END IF; END $millrace$;

CREATE TABLE IF NOT EXISTS "my""dms"."millrace_refused_change" (
    "id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    "task" varchar(255) NOT NULL,
    "source_schema" varchar(128) NOT NULL,
    "source_table" varchar(128) NOT NULL,
    "kind" varchar(16) NOT NULL,
    "position" text NOT NULL,
    "key_image" text NOT NULL,
    "before_image" text,
    "after_image" text,
    "error_code" varchar(64) NOT NULL,
    "sql_state" varchar(8),
    "message" text NOT NULL,
    "attempts" integer NOT NULL,
    "refused_at" timestamp NOT NULL);

DO $millrace$ BEGIN IF to_regnamespace('"my""dms"') IS NULL THEN CREATE SCHEMA "my""dms"; END IF; END $millrace$;

CREATE TABLE IF NOT EXISTS "my""dms"."awsdms_suspended_tables" (
    "server_name" varchar(128) NOT NULL,
    "task_name" varchar(128) NOT NULL,
    "table_owner" varchar(128) NOT NULL,
    "table_name" varchar(128) NOT NULL,
    "suspend_reason" varchar(32) NOT NULL,
    "suspend_timestamp" timestamp NOT NULL);

CREATE UNIQUE INDEX IF NOT EXISTS "awsdms_suspended_tables_task_suspended_tables_index"
    ON "my""dms"."awsdms_suspended_tables" ("server_name", "task_name", "table_owner", "table_name");

WITH moved AS (UPDATE "my""dms"."millrace_task" SET "checkpoint" = ?, "commit_time" = ?, "changes" = ? WHERE "task" = ? AND "fence" = ? RETURNING 1) SELECT 1 / count(*) FROM moved; UPDATE "my""dms"."awsdms_txn_state" SET "STATE_TIME" = ?, "CHECKPOINT" = ? WHERE "SERVER_NAME" = ? AND "TASK_NAME" = ?; COMMIT;

WITH moved AS (UPDATE "my""dms"."millrace_task" SET "checkpoint" = ?, "commit_time" = ?, "changes" = ? WHERE "task" = ? AND "fence" = ? RETURNING 1) SELECT 1 / count(*) FROM moved; UPDATE "my""dms"."awsdms_txn_state" SET "STATE_TIME" = ?, "CHECKPOINT" = ? WHERE "SERVER_NAME" = ? AND "TASK_NAME" = ?; DELETE FROM "my""dms"."millrace_applied_range" WHERE "task" = ? AND "number" = ANY (?); COMMIT;

WITH held AS (SELECT 1 FROM "my""dms"."millrace_task" WHERE "task" = ? AND "fence" = ? FOR KEY SHARE) SELECT 1 / count(*) FROM held; INSERT INTO "my""dms"."millrace_applied_range" ("task", "number", "from_position", "to_position") VALUES (?, ?, ?, ?); COMMIT;

SELECT 1 FROM "my""dms"."millrace_task" WHERE "task" = ? AND "fence" = ? FOR KEY SHARE;

UPDATE "my""dms"."millrace_load_chunk" SET "row_count" = ?, "low_position" = ?, "high_position" = ? WHERE "task" = ? AND "source_schema" = ? AND "source_table" = ? AND "chunk" = ? AND "row_count" IS NULL;

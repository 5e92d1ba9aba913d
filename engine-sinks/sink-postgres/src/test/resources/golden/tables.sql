DO $millrace$ BEGIN IF to_regnamespace('"app"') IS NULL THEN CREATE SCHEMA "app"; END IF; END $millrace$;

CREATE TABLE "app"."it""ems" (
    "id" bigint NOT NULL,
    "code" character varying(8) NOT NULL,
    "fixed" character(3) COLLATE "C",
    "tags" text[],
    "place" point,
    "at" timestamp(3) without time zone,
    "twice" integer GENERATED ALWAYS AS (3 * 2) STORED,
    PRIMARY KEY ("id"));

ALTER TABLE "app"."it""ems" ADD CONSTRAINT "items_code" UNIQUE ("code", "fixed");

ALTER TABLE "app"."it""ems" ADD CONSTRAINT "items_nulls" UNIQUE NULLS NOT DISTINCT ("at");

CREATE INDEX "items at" ON "app"."it""ems" USING btree (at DESC) WHERE (id > 5);

CREATE UNIQUE INDEX "moved" ON "app"."it""ems" ("at", "code");

ALTER TABLE "app"."it""ems" ADD CONSTRAINT "items_parent" FOREIGN KEY ("code") REFERENCES "app"."parent" ("key") ON DELETE CASCADE DEFERRABLE;

ALTER TABLE "app"."it""ems" ALTER COLUMN "id" ADD GENERATED ALWAYS AS IDENTITY;

SELECT setval(q.s, greatest(q.m, pg_sequence_last_value(q.s))) FROM (SELECT pg_get_serial_sequence('"app"."it""ems"', 'id')::regclass AS s, max("id")::bigint AS m FROM "app"."it""ems") q;

ALTER TABLE "app"."it""ems" ALTER COLUMN "code" SET DEFAULT 'x'::character varying;

ALTER TABLE "app"."it""ems"
    DROP COLUMN IF EXISTS "gone",
    ALTER COLUMN "id" TYPE bigint USING "id"::text::bigint,
    ALTER COLUMN "fixed" TYPE character(3) COLLATE "C",
    ALTER COLUMN "at" DROP NOT NULL,
    ADD COLUMN IF NOT EXISTS "code" character varying(8) DEFAULT 'x'::character varying NOT NULL,
    ADD COLUMN IF NOT EXISTS "place" point,
    ADD COLUMN IF NOT EXISTS "twice" integer GENERATED ALWAYS AS (3 * 2) STORED;

TRUNCATE TABLE "app"."it""ems";

DROP TABLE IF EXISTS "app"."it""ems";

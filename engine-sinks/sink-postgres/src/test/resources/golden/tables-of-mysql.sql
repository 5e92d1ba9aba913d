DO $millrace$ BEGIN IF to_regnamespace('"shop"') IS NULL THEN CREATE SCHEMA "shop"; END IF; END $millrace$;

CREATE TABLE "shop"."kinds" (
    "BOOLEAN" boolean,
    "INT1" smallint,
    "INT2" smallint,
    "INT4" integer,
    "INT8" bigint,
    "UINT1" smallint,
    "UINT2" integer,
    "UINT4" bigint,
    "UINT8" numeric(20),
    "NUMERIC" numeric,
    "REAL4" real,
    "REAL8" double precision,
    "STRING" text,
    "CLOB" text,
    "BYTES" bytea,
    "BLOB" bytea,
    "BIT" bit varying,
    "DATE" date,
    "TIME" time(0) without time zone,
    "TIME_TZ" time(0) with time zone,
    "DATETIME" timestamp(0) without time zone,
    "TIMESTAMP_TZ" timestamp(0) with time zone,
    "INTERVAL" interval,
    "YEAR" smallint,
    "JSON" json,
    "XML" xml,
    "UUID" uuid,
    "ENUM" text,
    "SET" text,
    "GEOMETRY" bytea,
    "ARRAY" text,
    "OTHER" text,
    "decimal" numeric(65,30),
    "varchar" character varying(20),
    "bits" bit(9),
    "micros" timestamp(6) with time zone,
    "nanos" character varying(37),
    "auto" numeric(20) NOT NULL,
    "computed" integer,
    "number" integer NOT NULL,
    "text" text NOT NULL,
    "now" timestamp(0) without time zone NOT NULL,
    "call" text,
    PRIMARY KEY ("auto"));

ALTER TABLE "shop"."kinds" ADD CONSTRAINT "kinds_kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk_2925104a" UNIQUE ("varchar");

CREATE INDEX "kinds_bits" ON "shop"."kinds" ("bits");

CREATE SEQUENCE IF NOT EXISTS "shop"."kinds_auto_seq" OWNED BY "shop"."kinds"."auto";

ALTER TABLE "shop"."kinds" ALTER COLUMN "auto" SET DEFAULT nextval('"shop"."kinds_auto_seq"');

SELECT setval(q.s, greatest(q.m, pg_sequence_last_value(q.s))) FROM (SELECT pg_get_serial_sequence('"shop"."kinds"', 'auto')::regclass AS s, max("auto")::bigint AS m FROM "shop"."kinds") q;

ALTER TABLE "shop"."kinds" ALTER COLUMN "number" SET DEFAULT '-5';

ALTER TABLE "shop"."kinds" ALTER COLUMN "text" SET DEFAULT 'it''s';

ALTER TABLE "shop"."kinds" ALTER COLUMN "now" SET DEFAULT CURRENT_TIMESTAMP;

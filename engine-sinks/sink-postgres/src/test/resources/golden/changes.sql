COPY "app"."it""ems" ("code", "fixed", "tags", "place", "at") FROM STDIN;

COPY "app"."it""ems" ("code", "fixed", "tags", "place", "at") FROM STDIN (FORMAT binary);

INSERT INTO "app"."it""ems" ("code", "fixed", "tags", "place", "at") SELECT s.c0, s.c1, s.c2::text[], s.c3::point, s.c4 FROM unnest(?::character varying[], ?::bpchar[], ?::text[], ?::text[], ?::timestamp without time zone[]) AS s (c0, c1, c2, c3, c4);

INSERT INTO "app"."it""ems" ("code", "fixed", "tags", "place", "at") OVERRIDING SYSTEM VALUE SELECT s.c0, s.c1, s.c2::text[], s.c3::point, s.c4 FROM unnest(?::character varying[], ?::bpchar[], ?::text[], ?::text[], ?::timestamp without time zone[]) AS s (c0, c1, c2, c3, c4);

INSERT INTO "app"."it""ems" ("code", "fixed", "tags", "place", "at") SELECT s.c0, s.c1, s.c2::text[], s.c3::point, s.c4 FROM unnest(?::character varying[], ?::bpchar[], ?::text[], ?::text[], ?::timestamp without time zone[]) AS s (c0, c1, c2, c3, c4) ON CONFLICT ("id") DO UPDATE SET "code" = EXCLUDED."code", "tags" = EXCLUDED."tags";

INSERT INTO "app"."it""ems" ("code", "fixed", "tags", "place", "at") OVERRIDING SYSTEM VALUE SELECT s.c0, s.c1, s.c2::text[], s.c3::point, s.c4 FROM unnest(?::character varying[], ?::bpchar[], ?::text[], ?::text[], ?::timestamp without time zone[]) AS s (c0, c1, c2, c3, c4) ON CONFLICT ("id", "code") DO NOTHING;

INSERT INTO "app"."it""ems" ("code", "fixed", "tags", "place", "at") SELECT s.c0, s.c1, s.c2::text[], s.c3::point, s.c4 FROM unnest(?::bigint[], ?::character varying[], ?::bpchar[], ?::text[], ?::text[], ?::timestamp without time zone[]) AS s (k0, c0, c1, c2, c3, c4) WHERE NOT EXISTS (SELECT FROM "app"."it""ems" AS t WHERE t."id" = s.k0);

UPDATE "app"."it""ems" AS t SET "code" = s.c0, "tags" = s.c2::text[] FROM unnest(?::bigint[], ?::character varying[], ?::bpchar[], ?::text[], ?::text[], ?::timestamp without time zone[]) AS s (k0, c0, c1, c2, c3, c4) WHERE t."id" = s.k0;

UPDATE "app"."it""ems" AS t SET "id" = t."id" FROM unnest(?::bigint[], ?::character varying[], ?::bpchar[], ?::text[], ?::text[], ?::timestamp without time zone[]) AS s (k0, c0, c1, c2, c3, c4) WHERE t."id" = s.k0;

SELECT count(*) FROM "app"."it""ems" AS t JOIN unnest(?::bigint[], ?::character varying[], ?::bpchar[], ?::text[], ?::text[], ?::timestamp without time zone[]) AS s (k0, c0, c1, c2, c3, c4) ON t."id" = s.k0 WHERE t."code" IS DISTINCT FROM s.c0 OR t."tags" IS DISTINCT FROM s.c2::text[];

DELETE FROM "app"."it""ems" AS t USING unnest(?::bigint[], ?::character varying[]) AS s (k0, k1) WHERE t."id" = s.k0 AND t."code" = s.k1;

DELETE FROM "app"."it""ems" AS t WHERE t."id" = ANY (?::bigint[]);

DELETE FROM "app"."it""ems";

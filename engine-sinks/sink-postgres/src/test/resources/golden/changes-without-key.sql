WITH s AS MATERIALIZED (SELECT s.k0::character varying(8) AS k0, s.k1::character(3) COLLATE "C" AS k1, s.k2::point::point AS k2 FROM unnest(?::character varying[], ?::bpchar[], ?::text[]) AS s (k0, k1, k2)),
w AS MATERIALIZED (SELECT s.*, ROW(s.k0, s.k1, s.k2)::text AS r, row_number() OVER (PARTITION BY ROW(s.k0, s.k1, s.k2)::text) AS n FROM s),
f AS (SELECT DISTINCT t.tableoid AS o, t.ctid AS c, ROW(t."code", t."fixed", t."place")::text AS r FROM "app"."it""ems" AS t JOIN s ON t."code" = s.k0 AND t."fixed" = s.k1 AND ROW(t."code", t."fixed", t."place")::text = ROW(s.k0, s.k1, s.k2)::text),
m AS MATERIALIZED (SELECT o, c, r, row_number() OVER (PARTITION BY r) AS n FROM f)
DELETE FROM "app"."it""ems" AS t USING m JOIN w USING (r, n) WHERE t.tableoid = m.o AND t.ctid = m.c;

WITH s AS MATERIALIZED (SELECT s.k0::character varying(8) AS k0, s.k1::character(3) COLLATE "C" AS k1, s.k2::point::point AS k2, s.c0::text[] AS c0, s.c1 AS c1 FROM unnest(?::character varying[], ?::bpchar[], ?::text[], ?::text[], ?::timestamp without time zone[]) AS s (k0, k1, k2, c0, c1)),
w AS MATERIALIZED (SELECT s.*, ROW(s.k0, s.k1, s.k2)::text AS r, row_number() OVER (PARTITION BY ROW(s.k0, s.k1, s.k2)::text) AS n FROM s),
f AS (SELECT DISTINCT t.tableoid AS o, t.ctid AS c, ROW(t."code", t."fixed", t."place")::text AS r FROM "app"."it""ems" AS t JOIN s ON ROW(t."code", t."fixed", t."place")::text = ROW(s.k0, s.k1, s.k2)::text),
m AS MATERIALIZED (SELECT o, c, r, row_number() OVER (PARTITION BY r) AS n FROM f)
UPDATE "app"."it""ems" AS t SET "tags" = w.c0, "at" = w.c1 FROM m JOIN w USING (r, n) WHERE t.tableoid = m.o AND t.ctid = m.c;

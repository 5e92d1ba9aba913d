SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ
START TRANSACTION WITH CONSISTENT SNAPSHOT

SELECT `a`, `b`, `f` * 1e0, `n` FROM `my``db`.`t`

SELECT `a`, `b`, `f` * 1e0, `n` FROM `my``db`.`t` PARTITION (`p``0`)

SELECT `a`, `b`, `f` * 1e0, `n` FROM `my``db`.`t` FORCE INDEX (`PRIMARY`) WHERE `a` <= 5 AND (`a` < 5 OR (`a` = 5 AND `b` < 'it''s'))

SELECT `a`, `b`, `f` * 1e0, `n` FROM `my``db`.`t` FORCE INDEX (`PRIMARY`) WHERE `a` >= 5 AND (`a` > 5 OR (`a` = 5 AND `b` >= 'it''s')) AND `a` <= 9 AND (`a` < 9 OR (`a` = 9 AND `b` < 'x'))

SELECT `a`, `b`, `f` * 1e0, `n` FROM `my``db`.`t` FORCE INDEX (`PRIMARY`) WHERE `a` >= '9; DROP TABLE t'

SELECT `a`, `b`, `f` * 1e0, `n` FROM `my``db`.`t` WHERE (`n` >= X'00FF' AND `n` IS NOT NULL) OR `n` IS NULL

SELECT `a`, `b`, `f` * 1e0, `n` FROM `my``db`.`t` WHERE `n` < X'00FF' AND `n` IS NOT NULL

SELECT `a`, `b` FROM `my``db`.`t` FORCE INDEX (`PRIMARY`) ORDER BY `a`, `b` LIMIT 100, 1

SELECT `a`, `b` FROM `my``db`.`t` FORCE INDEX (`PRIMARY`) WHERE `a` >= 5 AND (`a` > 5 OR (`a` = 5 AND `b` >= 'x')) ORDER BY `a`, `b` LIMIT 100, 1

SELECT MIN(`a`), MAX(`a`) FROM `my``db`.`t`

EXPLAIN FORMAT=TRADITIONAL SELECT * FROM `my``db`.`t`

EXPLAIN SELECT * FROM `my``db`.`t`

SELECT DISTINCT PARTITION_NAME FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND PARTITION_NAME IS NOT NULL ORDER BY PARTITION_NAME

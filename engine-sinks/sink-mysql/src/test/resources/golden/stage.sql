DROP TEMPORARY TABLE IF EXISTS `ctl`.`stage`
;
CREATE TEMPORARY TABLE `ctl`.`stage` (`n` int NOT NULL AUTO_INCREMENT PRIMARY KEY, `k0` bigint NULL, `k1` varbinary(4) NULL, `v0` bigint NULL, `v1` varbinary(4) NULL, `v2` varbinary(2) NULL, `v3` bigint unsigned NULL, `v4` varbinary(12) NULL, `v5` varbinary(3) NULL, `v6` float NULL, `v7` timestamp(6) NULL) ENGINE=MEMORY DEFAULT CHARSET=utf8mb4
;
LOAD DATA LOCAL INFILE 'millrace.rows' INTO TABLE `ctl`.`stage` CHARACTER SET binary FIELDS TERMINATED BY '\t' ESCAPED BY '\\' LINES TERMINATED BY '\n' (`k0`, `k1`, `v0`, `v1`, `v2`, `v3`, `v4`, `v5`, `v6`, `v7`)
;
UPDATE `ctl`.`stage` s STRAIGHT_JOIN `sh``op`.`it's` t ON t.`id` = s.`k0` AND t.`code` = CONVERT(s.`k1` USING utf8mb4) COLLATE utf8mb4_0900_bin SET t.`id` = s.`v0`, t.`code` = CONVERT(s.`v1` USING utf8mb4), t.`old text` = CONVERT(s.`v2` USING utf8mb4), t.`bits` = s.`v3`, t.`doc` = CONVERT(s.`v4` USING utf8mb4), t.`raw` = s.`v5`, t.`single` = s.`v6`, t.`changed` = s.`v7`
;
INSERT INTO `sh``op`.`it's` (`id`, `code`, `old text`, `bits`, `doc`, `raw`, `single`, `changed`) SELECT s.`v0`, CONVERT(s.`v1` USING utf8mb4), CONVERT(s.`v2` USING utf8mb4), s.`v3`, CONVERT(s.`v4` USING utf8mb4), s.`v5`, s.`v6`, s.`v7` FROM `ctl`.`stage` s LEFT JOIN `sh``op`.`it's` t ON t.`id` = s.`k0` AND t.`code` = CONVERT(s.`k1` USING utf8mb4) COLLATE utf8mb4_0900_bin WHERE t.`id` IS NULL
;
UPDATE `ctl`.`stage` s STRAIGHT_JOIN `sh``op`.`it's` t ON t.`id` = s.`k0` AND t.`code` = CONVERT(s.`k1` USING utf8mb4) COLLATE utf8mb4_0900_bin SET t.`changed` = t.`changed`
;
DELETE `sh``op`.`it's` FROM `ctl`.`stage` s STRAIGHT_JOIN `sh``op`.`it's` ON `sh``op`.`it's`.`id` = s.`k0` AND `sh``op`.`it's`.`code` = CONVERT(s.`k1` USING utf8mb4) COLLATE utf8mb4_0900_bin
;
CREATE TEMPORARY TABLE `ctl`.`stage` (`n` int NOT NULL AUTO_INCREMENT PRIMARY KEY, `v0` bigint NULL, `v1` varbinary(1) NULL, `v2` longblob NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
;
INSERT INTO `sh``op`.`it's` (`id`, `code`, `old text`) SELECT s.`v0`, CONVERT(s.`v1` USING utf8mb4), CONVERT(s.`v2` USING utf8mb4) FROM `ctl`.`stage` s ON DUPLICATE KEY UPDATE `sh``op`.`it's`.`code` = CONVERT(s.`v1` USING utf8mb4), `sh``op`.`it's`.`old text` = CONVERT(s.`v2` USING utf8mb4)

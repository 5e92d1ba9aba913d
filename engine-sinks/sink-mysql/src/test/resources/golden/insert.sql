INSERT INTO `sh``op`.`it's` (`id`, `code`, `old text`, `bits`, `doc`, `raw`, `single`, `changed`) VALUES ('1', 'a\'\\\0', 'é', 5, '{"a": "b\\n"}', x'0027FF', '0.1', '2024-01-01 10:00:00.5'), ('2', '', NULL, NULL, NULL, NULL, NULL, NULL)
;
INSERT INTO `sh``op`.`it's` (`id`, `code`, `doc`) VALUES ('1', 'a', '{}') AS `n` ON DUPLICATE KEY UPDATE `doc` = `n`.`doc`
;
INSERT INTO `sh``op`.`it's` (`id`, `code`, `doc`) VALUES ('1', 'a', '{}') ON DUPLICATE KEY UPDATE `doc` = VALUES(`doc`)

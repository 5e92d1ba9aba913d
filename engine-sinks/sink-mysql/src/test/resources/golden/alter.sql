ALTER TABLE `public`.`Odd ``name```
  ADD COLUMN `extra` longtext NULL,
  DROP COLUMN `gone`,
  MODIFY COLUMN `name` varchar(200) NULL,
  MODIFY COLUMN `flag` tinyint(1) NULL DEFAULT 1
;
ALTER TABLE `public`.`Odd ``name``` ADD UNIQUE KEY `uk` (`name`)
;
ALTER TABLE `public`.`Odd ``name``` ADD CONSTRAINT `Odd ``name``_fk` FOREIGN KEY (`small`) REFERENCES `public`.`parent` (`id`) ON DELETE SET NULL
;
ALTER TABLE `shop`.`items` ADD CONSTRAINT `fk` FOREIGN KEY (`total`) REFERENCES `public`.`parent` (`id`) ON DELETE RESTRICT ON UPDATE CASCADE
;
ALTER TABLE `public`.`Odd ``name``` ADD KEY `i1` (`free`(191), `name`)
;
ALTER TABLE `public`.`Odd ``name``` ADD UNIQUE KEY `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_8c28fe39` (`d`)
;
ALTER TABLE `shop`.`items` ADD KEY `i3` (`name`(10), `id` DESC)
;
ALTER TABLE `shop`.`items` ADD FULLTEXT KEY `i3` (`name`)
;
ALTER TABLE `shop`.`items` ADD UNIQUE KEY `i3` ((lower(`name`)))

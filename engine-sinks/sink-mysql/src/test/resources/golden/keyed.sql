UPDATE `sh``op`.`it's` SET `id` = '1', `code` = 'a', `doc` = '{}', `changed` = `changed` WHERE `id` = 1 AND `code` = 'a\'\\\0'
;
UPDATE `sh``op`.`it's` SET `old text` = CASE WHEN `id` = 1 THEN 'é' WHEN `id` = 2 THEN NULL END, `changed` = `changed` WHERE `id` IN (1, 2)
;
UPDATE `sh``op`.`it's` SET `changed` = `changed`, `id` = `id` WHERE (`id`, `code`) IN ((1, 'a\'\\\0'), (2, ''))
;
DELETE FROM `sh``op`.`it's` WHERE `id` = 1 AND `code` = 'a\'\\\0'
;
DELETE FROM `sh``op`.`it's` WHERE (`id`, `code`) IN ((1, 'a\'\\\0'), (2, ''))
;
DELETE FROM `sh``op`.`it's` WHERE `id` IN (1, 2)

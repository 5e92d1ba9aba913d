LOAD DATA LOCAL INFILE 'millrace.rows' INTO TABLE `sh``op`.`it's` CHARACTER SET binary FIELDS TERMINATED BY '\t' ESCAPED BY '\\' LINES TERMINATED BY '\n' (`id`, `code`, @v2, @v3, @v4, `raw`, `single`, `changed`) SET `old text` = CONVERT(@v2 USING utf8mb4), `bits` = CAST(@v3 AS UNSIGNED), `doc` = CONVERT(@v4 USING utf8mb4)
;
1<tab>a'\\\0<tab><e-acute><tab>5<tab>{"a": "b\\n"}<tab>\0'<ff><tab>0.1<tab>2024-01-01 10:00:00.5
2<tab><tab>\N<tab>\N<tab>\N<tab>\N<tab>\N<tab>\N

SELECT [a], [b], [n] FROM [my]]s].[t]

SELECT [a], [b], [n] FROM [my]]s].[t] WHERE $PARTITION.[by ]]day]([it's; a]) = 12

SELECT [a], [b], [n] FROM [my]]s].[t] WHERE [a] >= 5 AND (([a] > 5) OR ([a] = 5 AND [b] >= N'it''s')) AND [a] <= 9 AND (([a] < 9) OR ([a] = 9 AND [b] < N'x'))

SELECT [a], [b], [n] FROM [my]]s].[t] WHERE (([n] >= 5) AND [n] IS NOT NULL) OR [n] IS NULL

SELECT [a], [b] FROM [my]]s].[t] ORDER BY [a], [b] OFFSET 100 ROWS FETCH NEXT 1 ROWS ONLY

SELECT [a], [b] FROM [my]]s].[t] WHERE [a] >= 5 AND (([a] > 5) OR ([a] = 5 AND [b] >= N'x')) ORDER BY [a], [b] OFFSET 100 ROWS FETCH NEXT 1 ROWS ONLY

SELECT MIN([a]), MAX([a]) FROM [my]]s].[t]

SELECT SUM(p.[rows]) FROM sys.partitions AS p JOIN sys.tables AS t ON t.object_id = p.object_id JOIN sys.schemas AS s ON s.schema_id = t.schema_id WHERE s.name = ? AND t.name = ? AND p.index_id IN (0, 1)

SELECT pf.name, c.name, p.partition_number FROM sys.tables AS t JOIN sys.schemas AS s ON s.schema_id = t.schema_id JOIN sys.indexes AS i ON i.object_id = t.object_id AND i.index_id IN (0, 1) JOIN sys.partition_schemes AS ps ON ps.data_space_id = i.data_space_id JOIN sys.partition_functions AS pf ON pf.function_id = ps.function_id JOIN sys.index_columns AS ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id AND ic.partition_ordinal = 1 JOIN sys.columns AS c ON c.object_id = ic.object_id AND c.column_id = ic.column_id JOIN sys.partitions AS p ON p.object_id = i.object_id AND p.index_id = i.index_id WHERE s.name = ? AND t.name = ? ORDER BY p.partition_number

SELECT COUNT(*) FROM (SELECT TOP (1) 1 AS present FROM [my]]s].[t] WITH (TABLOCK, HOLDLOCK)) AS locked

SELECT COUNT(*) FROM (SELECT TOP (1) 1 AS present FROM [my]]s].[t]) AS begun

package dev.millrace.testing.contract.source;

import dev.millrace.model.DataType;
import dev.millrace.model.TableSchema;
import dev.millrace.testing.contract.SqlTables;
import java.util.List;
import java.util.Set;

import static dev.millrace.testing.contract.SqlSession.quoted;

/** What tables of the contract are on MySQL and MariaDB, whoever reads their log. The session has {@code ANSI_QUOTES}. */
public interface MySqlSourceFixture extends SqlSourceFixture {

    @Override
    default Set<String> systemSchemas() {
        return Set.of("mysql", "information_schema", "performance_schema", "sys");
    }

    @Override
    default String nativeType(DataType type) {
        return switch (type.kind()) {
            case INT8 -> "bigint";
            case STRING -> "varchar(" + type.length() + ") CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
            case CLOB -> "longtext";
            case NUMERIC -> "decimal(" + type.precision() + "," + type.scale() + ")";
            default -> throw new IllegalArgumentException("no column of the contract has type " + type);
        };
    }

    @Override
    default List<String> createPartitioned(TableSchema table, String column, long boundary) {
        session()
                .execute(SqlTables.creation(table).get(0) + " PARTITION BY RANGE (" + quoted(column) + ")"
                        + " (PARTITION below VALUES LESS THAN (" + boundary
                        + "), PARTITION others VALUES LESS THAN MAXVALUE)");
        return List.of("below", "others");
    }
}

package dev.millrace.emulated.oracle;

import java.util.ArrayList;
import java.util.List;

/** The statements that make a table and tell of it in the dictionary. */
final class TableCreation {
    private final OracleTable table;

    TableCreation(OracleTable table) {
        this.table = table;
    }

    List<String> statements() {
        List<String> statements = new ArrayList<>();
        StringBuilder columns = new StringBuilder();
        for (OracleTable.Column column : table.columns()) {
            columns.append(columns.isEmpty() ? "" : ", ").append(stored(column));
        }
        statements.add("CREATE TABLE " + table.quoted() + " (" + columns + RowVersions.COLUMNS);
        if (!table.primaryKey().isEmpty()) {
            statements.add("CREATE INDEX ON " + table.quoted() + " (" + list(table.primaryKey()) + ")");
        }
        statements.add(insert(
                "ALL_TABLES",
                table.schema(),
                table.name(),
                null,
                null,
                null,
                "NO",
                "N",
                "N",
                "NO",
                table.partitioning() == null ? "NO" : "YES",
                "NO",
                null));
        statements.add("INSERT INTO ALL_OBJECTS SELECT '" + escaped(table.schema()) + "', '" + escaped(table.name())
                + "', 'TABLE', O, O, CURRENT_TIMESTAMP FROM (SELECT NEXT VALUE FOR OBJECTS$ O)");
        table.columns().forEach(column -> statements.add(described(column)));
        addKeys(statements);
        addPartitions(statements);
        return statements;
    }

    /** The statements for a column that is added. */
    List<String> addition(OracleTable.Column column) {
        return List.of(
                "ALTER TABLE " + table.quoted() + " ADD COLUMN " + stored(column) + " BEFORE \"ROWID\"",
                described(column));
    }

    private static String stored(OracleTable.Column column) {
        return OracleTable.quoted(column.name()) + " " + column.type().kind().stored();
    }

    private String described(OracleTable.Column column) {
        OracleType type = column.type();
        int position = table.columns().indexOf(column) + 1;
        boolean counts = type.kind() == OracleType.Kind.NUMBER || type.kind() == OracleType.Kind.FLOAT;
        return insert(
                "ALL_TAB_COLS",
                table.schema(),
                table.name(),
                column.name(),
                type.dictionaryName(),
                null,
                Math.max(type.length(), counts ? 22 : 0),
                counts && type.precision() > 0 ? type.precision() : null,
                type.scale() == OracleType.UNSET ? null : type.scale(),
                column.nullable() ? "Y" : "N",
                position,
                null,
                type.length(),
                "C",
                "NO",
                "NO",
                "NO",
                type.kind().jdbcCode(),
                type.dictionaryName(),
                type.columnSize(),
                type.scale() == OracleType.UNSET && type.kind() != OracleType.Kind.NUMBER ? null : type.scale());
    }

    private void addKeys(List<String> statements) {
        if (!table.primaryKey().isEmpty()) {
            addKey("PK_" + table.name(), "P", table.primaryKey(), statements);
        }
        for (OracleTable.Key key : table.uniqueKeys()) {
            addKey(key.name(), "U", key.columns(), statements);
        }
        for (OracleTable.Key index : table.indexes()) {
            addIndex(index.name(), "NONUNIQUE", index.columns(), statements);
        }
        for (OracleTable.ForeignKey key : table.foreignKeys()) {
            statements.add(insert(
                    "ALL_CONSTRAINTS",
                    table.schema(),
                    key.name(),
                    "R",
                    table.name(),
                    key.parentSchema(),
                    "PK_" + key.parentTable(),
                    key.onDelete(),
                    "ENABLED",
                    "IMMEDIATE",
                    "NOT DEFERRABLE",
                    null,
                    null));
            addColumns(key.name(), key.columns(), statements);
        }
    }

    private void addKey(String name, String type, List<String> columns, List<String> statements) {
        statements.add(insert(
                "ALL_CONSTRAINTS",
                table.schema(),
                name,
                type,
                table.name(),
                null,
                null,
                null,
                "ENABLED",
                "IMMEDIATE",
                "NOT DEFERRABLE",
                table.schema(),
                name));
        addColumns(name, columns, statements);
        addIndex(name, "UNIQUE", columns, statements);
    }

    private void addColumns(String constraint, List<String> columns, List<String> statements) {
        for (int i = 0; i < columns.size(); i++) {
            statements.add(insert("ALL_CONS_COLUMNS", table.schema(), constraint, table.name(), columns.get(i), i + 1));
        }
    }

    private void addIndex(String name, String uniqueness, List<String> columns, List<String> statements) {
        statements.add(insert("ALL_INDEXES", table.schema(), name, "NORMAL", table.schema(), table.name(), uniqueness));
        for (int i = 0; i < columns.size(); i++) {
            statements.add(insert(
                    "ALL_IND_COLUMNS",
                    table.schema(),
                    name,
                    table.schema(),
                    table.name(),
                    columns.get(i),
                    i + 1,
                    "ASC"));
        }
    }

    private void addPartitions(List<String> statements) {
        OracleTable.Partitioning partitioning = table.partitioning();
        if (partitioning != null) {
            statements.add(insert(
                    "ALL_TAB_PARTITIONS",
                    table.schema(),
                    table.name(),
                    partitioning.below(),
                    1,
                    partitioning.boundary()));
            statements.add(insert("ALL_TAB_PARTITIONS", table.schema(), table.name(), partitioning.others(), 2, null));
            if (partitioning.subpartitioning() != null) {
                addSubpartitions(partitioning.below(), statements);
                addSubpartitions(partitioning.others(), statements);
            }
        }
    }

    private void addSubpartitions(String partition, List<String> statements) {
        List<String> names =
                List.of(OracleTable.Subpartitioning.low(partition), OracleTable.Subpartitioning.high(partition));
        for (int i = 0; i < names.size(); i++) {
            statements.add(
                    insert("ALL_TAB_SUBPARTITIONS", table.schema(), table.name(), partition, names.get(i), i + 1));
        }
    }

    private static String list(List<String> names) {
        return String.join(", ", names.stream().map(OracleTable::quoted).toList());
    }

    private static String insert(String view, @org.jspecify.annotations.Nullable Object... values) {
        StringBuilder list = new StringBuilder();
        for (Object value : values) {
            list.append(list.isEmpty() ? "" : ", ");
            list.append(
                    value == null ? "NULL" : value instanceof Number ? value : "'" + escaped(value.toString()) + "'");
        }
        return "INSERT INTO " + view + " VALUES (" + list + ")";
    }

    private static String escaped(String text) {
        return text.replace("'", "''");
    }
}

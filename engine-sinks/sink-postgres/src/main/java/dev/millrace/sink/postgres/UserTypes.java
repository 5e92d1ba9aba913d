package dev.millrace.sink.postgres;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.jdbc.TargetConnections;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Enums, domains, composites and types of extensions: a column keeps its type if the target has one of that name, and otherwise becomes
 * what the mapping for other engines says, so that its values arrive in full.
 */
final class UserTypes {
    private static final String MISSING =
            "SELECT name FROM unnest(?::text[]) AS wanted (name) WHERE to_regtype(name) IS NULL";

    private final TargetConnections connections;

    UserTypes(TargetConnections connections) {
        this.connections = connections;
    }

    /** The table with types that the target has; itself if it has all of them. */
    TableSchema resolved(TableSchema wanted) {
        Set<String> missing = missing(wanted);
        if (missing.isEmpty()) {
            return wanted;
        }
        List<ColumnSchema> columns = wanted.columns().stream()
                .map(column -> missing.contains(withoutCollation(column)) ? replaced(column) : column)
                .toList();
        return wanted.toBuilder().columns(columns).build();
    }

    /** Columns whose type the target does not have. */
    List<ColumnSchema> unresolved(TableSchema wanted) {
        Set<String> missing = missing(wanted);
        return wanted.columns().stream()
                .filter(column -> missing.contains(withoutCollation(column)))
                .toList();
    }

    private static ColumnSchema replaced(ColumnSchema column) {
        return new ColumnSchema(
                column.name(),
                column.type(),
                TypeMapping.of(column.type()),
                column.nullable(),
                column.fill(),
                column.expression(),
                column.wire());
    }

    private Set<String> missing(TableSchema wanted) {
        if (wanted.family() != EngineFamily.POSTGRES) {
            return Set.of();
        }
        Object[] types = wanted.columns().stream()
                .filter(ColumnSchema::isDeclared)
                .map(UserTypes::withoutCollation)
                .distinct()
                .toArray();
        return connections.call("can't look up the types of table " + wanted.id(), connection -> {
            try (PreparedStatement query = connection.prepareStatement(MISSING)) {
                query.setArray(1, connection.createArrayOf("text", types));
                return names(query);
            }
        });
    }

    private static Set<String> names(PreparedStatement query) throws SQLException {
        Set<String> names = new HashSet<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }

    private static String withoutCollation(ColumnSchema column) {
        int collation = column.nativeType().indexOf(" COLLATE ");
        return collation < 0 ? column.nativeType() : column.nativeType().substring(0, collation);
    }
}

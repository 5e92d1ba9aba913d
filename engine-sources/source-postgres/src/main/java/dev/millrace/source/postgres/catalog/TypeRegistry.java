package dev.millrace.source.postgres.catalog;

import dev.millrace.source.postgres.catalog.PostgresTypes.BaseType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks types up in the catalogue and remembers them. Belongs to one thread. */
public final class TypeRegistry {
    private final PostgresTypes types;
    private final Map<TypeKey, ColumnType> known = new HashMap<>();

    public TypeRegistry(boolean trimSpaceInChar) {
        types = new PostgresTypes(trimSpaceInChar);
    }

    /** A type as columns refer to it. */
    public record TypeKey(long oid, int modifier) {}

    /** Looks up whatever of {@code wanted} is not known yet, in one round trip. */
    public void load(Connection connection, Collection<TypeKey> wanted) throws SQLException {
        List<TypeKey> missing = wanted.stream()
                .filter(key -> !known.containsKey(key))
                .distinct()
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        try (PreparedStatement query = connection.prepareStatement(CatalogQueries.TYPES)) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "int8", missing.stream().map(TypeKey::oid).toArray()));
            query.setArray(
                    2,
                    connection.createArrayOf(
                            "int4", missing.stream().map(TypeKey::modifier).toArray()));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    known.put(new TypeKey(row.getLong("oid"), row.getInt("modifier")), read(row));
                }
            }
        }
    }

    private ColumnType read(ResultSet row) throws SQLException {
        Array labels = row.getArray("labels");
        BaseType base = new BaseType(
                row.getBoolean("built_in"),
                row.getString("base_name"),
                row.getString("variety").charAt(0),
                row.getString("category").charAt(0),
                row.getInt("base_modifier"),
                labels == null ? List.of() : List.of((String[]) labels.getArray()));
        return new ColumnType(types.type(base), row.getString("native_type"), types.wire(base));
    }

    public boolean knows(TypeKey key) {
        return known.containsKey(key);
    }

    /** A type that is {@linkplain #knows known}. */
    public ColumnType get(TypeKey key) {
        ColumnType found = known.get(key);
        if (found == null) {
            throw new IllegalStateException("type " + key + " was not loaded");
        }
        return found;
    }
}

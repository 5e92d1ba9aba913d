package dev.millrace.sink.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Endpoint;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * In which database tables go: {@code TargetDbType MULTIPLE_DATABASES} (the default) has one per source schema, {@code
 * SPECIFIC_DATABASE} puts all into the endpoint's {@code DatabaseName} (dms-reference §7.1).
 */
final class Placement {
    private final @Nullable String database;

    private Placement(@Nullable String database) {
        this.database = database;
    }

    static Placement of(Endpoint endpoint) {
        String type = endpoint.settings()
                .text("TargetDbType", "MULTIPLE_DATABASES")
                .toUpperCase(Locale.ROOT)
                .replace('-', '_');
        return switch (type) {
            case "MULTIPLE_DATABASES" -> new Placement(null);
            case "SPECIFIC_DATABASE" -> {
                if (endpoint.databaseName().isEmpty()) {
                    throw new ReplicationException(
                            ErrorCode.SETTING_INVALID,
                            "TargetDbType is SPECIFIC_DATABASE, but the target endpoint has no DatabaseName; name the database");
                }
                yield new Placement(endpoint.databaseName());
            }
            default ->
                throw new ReplicationException(
                        ErrorCode.SETTING_INVALID,
                        "endpoint setting TargetDbType is '" + type
                                + "'; it must be MULTIPLE_DATABASES or SPECIFIC_DATABASE");
        };
    }

    TableId place(TableId table) {
        return database == null ? table : new TableId(database, table.table());
    }

    TableSchema place(TableSchema wanted) {
        if (database == null) {
            return wanted;
        }
        return wanted.toBuilder()
                .id(place(wanted.id()))
                .foreignKeys(wanted.foreignKeys().stream().map(this::place).toList())
                .build();
    }

    private ForeignKeySchema place(ForeignKeySchema key) {
        return new ForeignKeySchema(
                key.name(),
                key.columns(),
                place(key.parent()),
                key.parentColumns(),
                key.onDelete(),
                key.onUpdate(),
                key.deferrable());
    }
}

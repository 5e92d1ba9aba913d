package dev.millrace.source.postgres.reader;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.source.postgres.catalog.CatalogReader;
import dev.millrace.source.postgres.catalog.CatalogTable;
import dev.millrace.source.postgres.catalog.ColumnType;
import dev.millrace.source.postgres.catalog.TypeRegistry.TypeKey;
import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.connection.SourceErrors;
import dev.millrace.source.postgres.decoding.TableLookup;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Asks the server's catalogue, over a connection that lasts for one question: questions are rare. */
final class CatalogLookup implements TableLookup {
    private final PostgresConnections connections;
    private final CatalogReader catalog;

    CatalogLookup(PostgresConnections connections, CatalogReader catalog) {
        this.connections = connections;
        this.catalog = catalog;
    }

    @Override
    public List<ColumnType> types(List<TypeKey> keys) {
        if (!keys.stream().allMatch(catalog.types()::knows)) {
            try (Connection connection = connections.openCatalog("reader-catalogue")) {
                catalog.types().load(connection, keys);
            } catch (SQLException failure) {
                throw SourceErrors.classify(failure, "look up types of columns");
            }
        }
        for (TypeKey key : keys) {
            if (!catalog.types().knows(key)) {
                throw new ReplicationException(
                        ErrorCode.SOURCE_SCHEMA_UNKNOWN,
                        "the log has a column of type number " + key.oid() + ", and that type has been dropped since,"
                                + " so its values can't be told; reload the task's tables");
            }
        }
        return keys.stream().map(catalog.types()::get).toList();
    }

    @Override
    public Optional<CatalogTable> table(TableId id) {
        try (Connection connection = connections.openCatalog("reader-catalogue")) {
            return catalog.read(connection, id::equals).stream().findFirst();
        } catch (SQLException failure) {
            throw SourceErrors.classify(failure, "look up table " + id);
        }
    }
}

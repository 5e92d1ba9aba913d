package dev.millrace.sink.postgres;

import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.jdbc.TargetTables;
import dev.millrace.spi.sink.ChangeSet;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.postgresql.PGConnection;

/** What a change writer keeps per connection: tables it knows, with their statements. Belongs to one thread. */
final class ApplySession {
    private final Connection connection;
    private final TargetTables targets;
    private final PostgresCatalogue catalogue;
    private final CopyStream copy;
    private final Statement statement;
    private final Map<TableId, BoundTable> tables = new HashMap<>();

    ApplySession(Connection connection, TargetTables targets, PostgresCatalogue catalogue) throws SQLException {
        this.connection = connection;
        this.targets = targets;
        this.catalogue = catalogue;
        this.copy = new CopyStream(connection.unwrap(PGConnection.class).getCopyAPI());
        this.statement = connection.createStatement();
    }

    int apply(ChangeSet changes) throws SQLException {
        if (changes.kind() != ChangeSet.Kind.TRUNCATE && changes.size() == 0) {
            return 0;
        }
        return bind(changes.table()).apply(changes);
    }

    /** Frees the connection from a COPY that failed in the middle. */
    void cancelCopy() throws SQLException {
        copy.cancel();
    }

    CopyStream copy() {
        return copy;
    }

    PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    void execute(String sql) throws SQLException {
        statement.execute(sql);
    }

    boolean hasArbiter(TableBinding binding) throws SQLException {
        return catalogue.hasArbiter(connection, binding.id(), binding.names(binding.key()));
    }

    boolean isReferenced(TableId table) throws SQLException {
        return catalogue.isReferenced(connection, table);
    }

    private BoundTable bind(TableSchema wanted) throws SQLException {
        BoundTable known = tables.get(wanted.id());
        if (known != null && known.wanted() == wanted) {
            return known;
        }
        TableSchema target = targets.known(connection, wanted.id());
        if (known != null) {
            known.close();
        }
        BoundTable bound = new BoundTable(this, TableBinding.of(wanted, target));
        tables.put(wanted.id(), bound);
        return bound;
    }
}

package dev.millrace.sink.postgres;

import dev.millrace.model.BulkFormat;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.jdbc.TargetTables;
import dev.millrace.sink.postgres.encode.CopyEncoder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;

/** What a load writer keeps per connection: one COPY that stays open from the chunk's first rows to its commit. */
final class LoadSession {
    private final CopyStream copy;
    private final TableBinding binding;
    private final List<String> columns;
    private final CopyEncoder encoder;

    LoadSession(Connection connection, TargetTables targets, TableSchema wanted) throws SQLException {
        binding = TableBinding.of(wanted, targets.known(connection, wanted.id()));
        copy = new CopyStream(connection.unwrap(PGConnection.class).getCopyAPI());
        columns = binding.names(binding.writable());
        encoder = new CopyEncoder(wanted, binding.writable());
    }

    int write(List<Row> rows) throws SQLException {
        if (!copy.isOpen()) {
            copy.begin(ApplySql.copy(binding.id(), columns));
        }
        for (Row row : rows) {
            encoder.appendFields(row, copy.buffer());
            CopyEncoder.endLine(copy.buffer());
            copy.lineDone();
        }
        return rows.size();
    }

    Optional<BulkFormat> bulkFormat(List<BulkFormat> offered) {
        return CopyPassage.choose(offered, binding);
    }

    /** @return how many bytes the part has */
    int write(BulkFormat format, ByteBuilder part) throws SQLException {
        if (part.size() > 0) {
            if (!copy.isOpen()) {
                boolean binary = format.equals(CopyPassage.BINARY);
                copy.begin(binary ? ApplySql.copyBinary(binding.id(), columns) : ApplySql.copy(binding.id(), columns));
            }
            copy.send(part);
        }
        return part.size();
    }

    /** Waits for the server's verdict over all rows of the chunk. */
    boolean finish() throws SQLException {
        if (copy.isOpen()) {
            copy.end();
        }
        return true;
    }

    void cancel() throws SQLException {
        copy.cancel();
    }
}

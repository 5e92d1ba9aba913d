package dev.millrace.sink.mysql;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.jdbc.TargetTransaction;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.RefusedChange;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import java.sql.SQLException;
import java.util.List;

/** {@link LoadWriter} by {@code LOAD DATA LOCAL} from memory, a few megabytes at a time; by {@code INSERT} where the server forbids it. */
final class MySqlLoadWriter implements LoadWriter {
    private static final int LOAD_BYTES = 4 * 1024 * 1024;

    private final TargetTransaction<WriterSession> transaction;
    private final TableSchema wanted;
    private final String doing;
    private final ByteBuilder fields = new ByteBuilder(LOAD_BYTES / 8);
    private int buffered;

    MySqlLoadWriter(TargetTransaction<WriterSession> transaction, TableSchema wanted) {
        this.transaction = transaction;
        this.wanted = wanted;
        this.doing = "can't load rows into table " + wanted.id();
    }

    @Override
    public void write(List<Row> rows) {
        transaction.<Boolean>run(doing, session -> {
            TableLayout layout = session.layout(wanted);
            if (!session.hasLocalInfile()) {
                session.insert(layout.table(), layout.columns(), rows);
                return true;
            }
            for (int i = 0; i < rows.size(); i++) {
                LoadStatement.appendRow(rows.get(i), layout.columns(), fields);
                buffered++;
                if (fields.size() >= LOAD_BYTES) {
                    flush(session);
                }
            }
            return true;
        });
    }

    @Override
    public void mark() {
        flushBuffered();
        transaction.mark();
    }

    @Override
    public void rollbackToMark() {
        forget();
        transaction.rollbackToMark();
    }

    @Override
    public void record(RefusedChange refused) {
        transaction.record(refused);
    }

    @Override
    public void commit(TableId source, int chunkOrdinal, ChunkDone done) {
        flushBuffered();
        transaction.commit(source, chunkOrdinal, done);
    }

    @Override
    public void rollback() {
        forget();
        transaction.rollback();
    }

    @Override
    public void close() {
        forget();
        transaction.close();
    }

    private void flushBuffered() {
        if (buffered > 0) {
            transaction.<Boolean>run(doing, session -> {
                flush(session);
                return true;
            });
        }
    }

    private void flush(WriterSession session) throws SQLException {
        TableLayout layout = session.layout(wanted);
        session.load(
                LoadStatement.into(layout.table(), layout.columns()),
                fields,
                buffered,
                wanted.id().toString());
        forget();
    }

    private void forget() {
        fields.clear();
        buffered = 0;
    }
}

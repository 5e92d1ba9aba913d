package dev.millrace.source.debezium.record;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.RowDelete;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.ChangeEvent.TableEvent;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableSchema;
import dev.millrace.source.debezium.record.RecordReader.EventSink;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Changes in a file, in their order; what is not a row stays in memory, because there is little of it. The file loses its name as soon as it is open, where
 * the file system allows that, so that nothing is left of it when the process is killed. Belongs to one thread.
 */
final class SpillFile implements AutoCloseable {
    private static final int INSERT = 1;
    private static final int UPDATE = 2;
    private static final int UPDATE_IN_PLACE = 3;
    private static final int DELETE = 4;
    private static final int KEPT = 5;

    private final Path path;
    private final RandomAccessFile file;
    private final DataOutputStream output;
    private final List<ChangeEvent> kept = new ArrayList<>();
    private final List<TableSchema> tables = new ArrayList<>();
    private final IdentityHashMap<TableSchema, Integer> numbers = new IdentityHashMap<>();
    private long count;

    SpillFile(Path directory) {
        try {
            Files.createDirectories(directory);
            path = Files.createTempFile(directory, "transaction", ".rows");
            file = new RandomAccessFile(path.toFile(), "rw");
            output = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(file.getFD()), 1 << 16));
        } catch (IOException failure) {
            throw failed(failure);
        }
        try {
            Files.delete(path);
        } catch (IOException refused) {
            // a file that is open keeps its name on Windows; close removes it
        }
    }

    void add(ChangeEvent event) {
        try {
            if (event instanceof RowInsert insert) {
                head(INSERT, insert);
                write(insert.after());
            } else if (event instanceof RowUpdate update) {
                Row before = update.before();
                head(before == null ? UPDATE_IN_PLACE : UPDATE, update);
                if (before != null) {
                    write(before);
                }
                write(update.after());
            } else if (event instanceof RowDelete delete) {
                head(DELETE, delete);
                write(delete.before());
            } else {
                output.writeByte(KEPT);
                output.writeInt(kept.size());
                kept.add(event);
            }
            count++;
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    private void head(int kind, TableEvent event) throws IOException {
        output.writeByte(kind);
        output.writeInt(numbers.computeIfAbsent(event.table(), table -> {
            tables.add(table);
            return tables.size() - 1;
        }));
    }

    private void write(Row row) throws IOException {
        output.writeInt(row.columnCount());
        for (int i = 0; i < row.columnCount(); i++) {
            int length = row.length(i);
            output.writeInt(length);
            if (length > 0) {
                output.write(row.data(), row.offset(i), length);
            }
        }
    }

    void tell(EventSink out) throws InterruptedException {
        try {
            output.flush();
            file.seek(0);
            DataInputStream input =
                    new DataInputStream(new BufferedInputStream(new FileInputStream(file.getFD()), 1 << 16));
            RowBuffer rows = new RowBuffer();
            for (long i = 0; i < count; i++) {
                tellOne(input, rows, out);
            }
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    private void tellOne(DataInputStream input, RowBuffer rows, EventSink out)
            throws IOException, InterruptedException {
        int kind = input.readByte();
        int number = input.readInt();
        if (kind == KEPT) {
            out.accept(kept.get(number), 0);
            return;
        }
        TableSchema table = tables.get(number);
        Row first = read(input, rows);
        switch (kind) {
            case INSERT -> out.accept(new RowInsert(table, first), first.byteSize());
            case UPDATE_IN_PLACE -> out.accept(new RowUpdate(table, null, first), first.byteSize());
            case DELETE -> out.accept(new RowDelete(table, first), first.byteSize());
            default -> {
                Row after = read(input, rows);
                out.accept(new RowUpdate(table, first, after), first.byteSize() + after.byteSize());
            }
        }
    }

    private static Row read(DataInputStream input, RowBuffer rows) throws IOException {
        int columns = input.readInt();
        rows.begin(columns);
        for (int i = 0; i < columns; i++) {
            int length = input.readInt();
            if (length == RowBuffer.NULL_LENGTH) {
                rows.appendNull();
            } else if (length == RowBuffer.ABSENT_LENGTH) {
                rows.appendAbsent();
            } else {
                rows.append(input.readNBytes(length), 0, length);
            }
        }
        return rows.finish();
    }

    private static ReplicationException failed(IOException failure) {
        return new ReplicationException(
                ErrorCode.SOURCE_FAILED,
                "a transaction too large for memory could not be kept in the state directory (" + failure.getMessage()
                        + "); give it room, or set StateDirectory",
                failure);
    }

    @Override
    public void close() {
        try {
            file.close();
            Files.deleteIfExists(path);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }
}

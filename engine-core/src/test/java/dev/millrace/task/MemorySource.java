package dev.millrace.task;

import dev.millrace.model.BulkFormat;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import dev.millrace.spi.source.BulkReader;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.SnapshotWindow;
import dev.millrace.spi.source.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A source of one table in memory; rows are numbers, and each transaction of its log inserts one. */
final class MemorySource implements Source {
    static final TableSchema TABLE = TableSchema.builder(new TableId("s", "t"), EngineFamily.POSTGRES)
            .column(ColumnSchema.of("id", DataType.of(DataType.Kind.INT8), "bigint")
                    .notNull())
            .primaryKey(new KeySchema("t_pkey", List.of("id")))
            .build();

    private static final int CHUNKS = 3;

    private final List<Long> ids = new CopyOnWriteArrayList<>();
    private final List<Finding> findings = new CopyOnWriteArrayList<>();
    private volatile TableSchema table = TABLE;
    private volatile boolean closed;
    private volatile long acknowledged = -1;
    private volatile boolean captureEnded;
    private volatile int readFailures;
    private volatile RuntimeException readFailure;
    private volatile List<BulkFormat> bulkFormats = List.of();

    record Index(long count) implements SourcePosition {
        @Override
        public String encode() {
            return Long.toString(count);
        }

        @Override
        public boolean covers(SourcePosition other) {
            return ((Index) other).count <= count;
        }
    }

    void insert(long id) {
        ids.add(id);
    }

    /** Gives the table another column, as an ALTER TABLE would. */
    void addColumn(String name) {
        table = table.toBuilder()
                .column(ColumnSchema.of(name, DataType.of(DataType.Kind.CLOB), "text"))
                .build();
    }

    void finding(Finding finding) {
        findings.add(finding);
    }

    /** The next reads of the log fail. */
    void failReads(RuntimeException failure, int times) {
        readFailure = failure;
        readFailures = times;
    }

    /** Chunks can be had as lines of numbers. */
    void offer(BulkFormat lines) {
        bulkFormats = List.of(new BulkFormat("unheard of"), lines);
    }

    boolean isCaptureEnded() {
        return captureEnded;
    }

    long acknowledged() {
        return acknowledged;
    }

    @Override
    public EngineFamily family() {
        return EngineFamily.POSTGRES;
    }

    @Override
    public List<TableSchema> tables(Predicate<TableId> wanted) {
        return wanted.test(TABLE.id()) ? List.of(table) : List.of();
    }

    @Override
    public List<Finding> check(List<TableSchema> tables, boolean capture) {
        return List.copyOf(findings);
    }

    @Override
    public SourcePosition beginCapture(List<TableSchema> tables, CaptureStart start) {
        return start instanceof CaptureStart.At at ? at.position() : currentPosition();
    }

    @Override
    public Snapshot openSnapshot(List<TableSchema> tables, boolean capture) {
        Index at = new Index(ids.size());
        List<Long> seen = List.copyOf(ids);
        return new Snapshot() {
            @Override
            public SourcePosition start() {
                return at;
            }

            @Override
            public List<Chunk> plan(TableSchema table, ChunkPolicy policy) {
                List<Chunk> chunks = new ArrayList<>();
                for (int i = 0; i < CHUNKS; i++) {
                    chunks.add(new Chunk(i, Integer.toString(i), -1, ""));
                }
                return chunks;
            }

            @Override
            public ChunkReader read(TableSchema table, Chunk chunk) {
                return new ListReader(ids(chunk).map(MemorySource::row).toList(), SnapshotWindow.exactly(at));
            }

            private Stream<Long> ids(Chunk chunk) {
                return seen.stream().filter(id -> id % CHUNKS == Integer.parseInt(chunk.bounds()));
            }

            @Override
            public List<BulkFormat> bulkFormats(TableSchema table) {
                return bulkFormats;
            }

            @Override
            public BulkReader readBulk(TableSchema table, Chunk chunk, BulkFormat format) {
                return new LineReader(ids(chunk).toList(), SnapshotWindow.exactly(at));
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public boolean isStable(Chunk chunk) {
        return true;
    }

    @Override
    public ChangeReader openReader(SourcePosition from, List<TableSchema> tables) {
        return new LogReader(((Index) from).count);
    }

    @Override
    public SourcePosition currentPosition() {
        return new Index(ids.size());
    }

    @Override
    public SourcePosition parsePosition(String text) {
        return new Index(Long.parseLong(text));
    }

    @Override
    public void endCapture() {
        captureEnded = true;
    }

    @Override
    public void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    static Row row(long id) {
        RowBuffer buffer = new RowBuffer();
        buffer.begin(1);
        buffer.openValue().appendDecimal(id);
        buffer.closeValue();
        return buffer.finish();
    }

    /** Gives a list of rows out in one piece. */
    private static final class ListReader implements ChunkReader {
        private List<Row> rows;
        private final SnapshotWindow window;

        ListReader(List<Row> rows, SnapshotWindow window) {
            this.rows = rows;
            this.window = window;
        }

        @Override
        public List<Row> next(int maximumRows, long maximumBytes) {
            List<Row> next = rows;
            rows = List.of();
            return next;
        }

        @Override
        public SnapshotWindow window() {
            return window;
        }

        @Override
        public void close() {}
    }

    /** Gives one number after the other out as lines. */
    private static final class LineReader implements BulkReader {
        private final List<Long> ids;
        private final SnapshotWindow window;
        private int given;

        LineReader(List<Long> ids, SnapshotWindow window) {
            this.ids = ids;
            this.window = window;
        }

        @Override
        public boolean next(ByteBuilder part, int maximumRows, long maximumBytes) {
            for (int i = 0; i < maximumRows && given < ids.size(); i++) {
                part.appendDecimal(ids.get(given++)).append('\n');
            }
            return given < ids.size();
        }

        @Override
        public long rows() {
            return ids.size();
        }

        @Override
        public SnapshotWindow window() {
            return window;
        }

        @Override
        public void close() {}
    }

    private final class LogReader implements ChangeReader {
        private long at;
        private volatile boolean closed;

        LogReader(long from) {
            at = from;
        }

        @Override
        public ChangeBatch poll(Duration timeout) {
            if (readFailures > 0) {
                readFailures--;
                throw readFailure;
            }
            if (at >= ids.size() && !closed) {
                rest();
            }
            if (at >= ids.size() || closed) {
                return new ChangeBatch(List.of(new ChangeEvent.Heartbeat(new Index(at))), 0);
            }
            long id = ids.get((int) at);
            at++;
            Index position = new Index(at);
            return new ChangeBatch(
                    List.of(
                            new ChangeEvent.TransactionBegin("t" + at, position, Instant.EPOCH),
                            new ChangeEvent.RowInsert(TABLE, row(id)),
                            new ChangeEvent.TransactionCommit(position, Instant.EPOCH)),
                    8);
        }

        private static void rest() {
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void acknowledge(SourcePosition durable) {
            acknowledged = ((Index) durable).count;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

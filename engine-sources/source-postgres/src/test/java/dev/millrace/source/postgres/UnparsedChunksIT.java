package dev.millrace.source.postgres;

import dev.millrace.model.BulkFormat;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.source.postgres.snapshot.CopyTextParser;
import dev.millrace.spi.source.BulkReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import static org.assertj.core.api.Assertions.assertThat;

/** A stream that nobody parses holds what parsed rows hold. */
final class UnparsedChunksIT extends PostgresContract {
    private static final BulkFormat BINARY = new BulkFormat("postgres-copy-binary");
    private static final BulkFormat TEXT = new BulkFormat("postgres-copy-text");

    UnparsedChunksIT() {
        super(CURRENT);
    }

    @Test
    void textHoldsTheLinesOfTheRows() {
        EveryType types = new EveryType(CURRENT);
        database.execute(types.setUp());
        database.execute(types.insert(0));
        try (Source source = database.source("text");
                Snapshot snapshot = source.openSnapshot(source.tables(id -> true), false)) {
            TableSchema table = TestDatabase.table(source, "every_type");
            assertThat(snapshot.bulkFormats(table)).containsExactly(BINARY, TEXT);

            List<Row> expected = Loads.all(snapshot, table);
            String lines = stream(snapshot, table, TEXT).toString();
            CopyTextParser parser = new CopyTextParser(table);
            List<Row> rows = new ArrayList<>();
            for (String line : lines.split("(?<=\n)")) {
                rows.add(parser.parse(line.getBytes(StandardCharsets.UTF_8)));
            }

            assertThat(rows).hasSize(EveryType.ROWS);
            for (int row = 0; row < EveryType.ROWS; row++) {
                for (int column = 0; column < table.columnCount(); column++) {
                    assertThat(rows.get(row).sameValue(expected.get(row), column))
                            .as(table.column(column).name())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void binaryIsWhatAServerReads() throws SQLException, IOException {
        EveryType types = new EveryType(CURRENT);
        database.execute(types.setUp());
        database.execute(types.insert(0));
        database.execute("CREATE TABLE copied (LIKE every_type INCLUDING GENERATED)");
        try (Source source = database.source("binary");
                Snapshot snapshot = source.openSnapshot(source.tables(id -> true), false)) {
            TableSchema table = TestDatabase.table(source, "every_type");
            load("COPY copied FROM STDIN (FORMAT binary)", stream(snapshot, table, BINARY));
        }
        assertThat(database.rows("SELECT c::text FROM copied c ORDER BY id"))
                .hasSize(EveryType.ROWS)
                .isEqualTo(database.rows("SELECT c::text FROM every_type c ORDER BY id"));
    }

    @Test
    void partsAreSmallAndEndBetweenRows() {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t SELECT i, 'value ' || i FROM generate_series(1, 1000) i");
        try (Source source = database.source("parts");
                Snapshot snapshot = source.openSnapshot(source.tables(id -> true), false)) {
            TableSchema table = TestDatabase.table(source, "t");
            Chunk chunk = snapshot.plan(table, new ChunkPolicy.Planned(10_000)).get(0);
            List<String> byRows = parts(snapshot.readBulk(table, chunk, TEXT), 300, 1 << 20);
            List<String> byBytes = parts(snapshot.readBulk(table, chunk, TEXT), 10_000, 4096);

            assertThat(byRows).hasSize(4).allMatch(part -> part.endsWith("\n"));
            assertThat(byRows.get(0).lines()).hasSize(300);
            assertThat(byBytes).hasSizeGreaterThan(3).allMatch(part -> part.length() < 4200 && part.endsWith("\n"));
            assertThat(String.join("", byBytes)).isEqualTo(String.join("", byRows));
        }
    }

    @Test
    void anEmptyChunkIsAStreamToo() throws SQLException, IOException {
        database.execute("CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE copied (id int)");
        try (Source source = database.source("empty");
                Snapshot snapshot = source.openSnapshot(source.tables(id -> true), false)) {
            TableSchema table = TestDatabase.table(source, "t");
            assertThat(stream(snapshot, table, TEXT).size()).isZero();
            load("COPY copied FROM STDIN (FORMAT binary)", stream(snapshot, table, BINARY));
        }
        assertThat(database.value("SELECT count(*) FROM copied")).isEqualTo("0");
    }

    @Test
    void aStreamThatIsLeftEarlyDoesNotDisturbTheNext() {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t SELECT i, repeat('v', 500) FROM generate_series(1, 20000) i");
        try (Source source = database.source("left");
                Snapshot snapshot = source.openSnapshot(source.tables(id -> true), false)) {
            TableSchema table = TestDatabase.table(source, "t");
            Chunk chunk = snapshot.plan(table, new ChunkPolicy.Planned(100_000)).get(0);
            try (BulkReader left = snapshot.readBulk(table, chunk, BINARY)) {
                assertThat(left.next(new ByteBuilder(), 10, 1 << 20)).isTrue();
            }
            assertThat(stream(snapshot, table, TEXT).toString().lines()).hasSize(20_000);
        }
    }

    /** All chunks one after the other; for a table of one chunk if the format has a frame. */
    private ByteBuilder stream(Snapshot snapshot, TableSchema table, BulkFormat format) {
        ByteBuilder stream = new ByteBuilder();
        long rows = 0;
        for (Chunk chunk : snapshot.plan(table, new ChunkPolicy.Planned(100_000))) {
            try (BulkReader reader = snapshot.readBulk(table, chunk, format)) {
                while (reader.next(stream, 2, 100)) {
                    assertThat(stream.size()).isPositive();
                }
                rows += reader.rows();
            }
        }
        assertThat(rows)
                .isEqualTo(Long.parseLong(
                        database.value("SELECT count(*) FROM " + table.id().table())));
        return stream;
    }

    private static List<String> parts(BulkReader reader, int maximumRows, long maximumBytes) {
        List<String> parts = new ArrayList<>();
        try (reader) {
            boolean more = true;
            while (more) {
                ByteBuilder part = new ByteBuilder();
                more = reader.next(part, maximumRows, maximumBytes);
                parts.add(part.toString());
            }
        }
        return parts;
    }

    private void load(String statement, ByteBuilder stream) throws SQLException, IOException {
        try (Connection connection = database.connect()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(statement, new ByteArrayInputStream(stream.toByteArray()));
        }
    }
}

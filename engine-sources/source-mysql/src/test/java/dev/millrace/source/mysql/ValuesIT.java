package dev.millrace.source.mysql;

import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.Row;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every value comes out of the binary log with the very bytes that a query gives. */
class ValuesIT {

    static Stream<Arguments> servers() {
        return Stream.of(
                Arguments.of(TestServer.MYSQL, "FULL"),
                Arguments.of(TestServer.MYSQL, "MINIMAL"),
                Arguments.of(TestServer.MARIADB, "FULL"),
                Arguments.of(TestServer.MARIADB, "MINIMAL"),
                Arguments.of(TestServer.MARIADB, "NO_LOG"));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theLogGivesWhatAQueryGives(TestServer server, String metadata) throws SQLException {
        server.run("SET GLOBAL binlog_row_metadata = " + metadata);
        String database = server.newDatabase();
        List<ValueSamples.Sample> samples = ValueSamples.of(server);
        try (Source source = server.open();
                Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            SourcePosition start = source.currentPosition();
            statement.execute("SET time_zone = '+05:30', sql_mode = 'ALLOW_INVALID_DATES', NAMES utf8mb4");
            for (int i = 0; i < samples.size(); i++) {
                samples.get(i).create(statement, "t" + i);
            }
            SourcePosition end = source.currentPosition();
            List<TableSchema> tables = source.tables(id -> id.schema().equals(database));
            assertThat(tables).hasSize(samples.size());
            SoftAssertions all = new SoftAssertions();
            try (ChangeReader reader = source.openReader(start, tables);
                    Snapshot snapshot = source.openSnapshot(tables, true)) {
                List<RowInsert> inserts = Changes.of(Changes.upTo(reader, end), RowInsert.class);
                for (TableSchema table : tables) {
                    List<List<String>> logged = inserts.stream()
                            .filter(insert -> insert.table().id().equals(table.id()))
                            .map(insert -> Changes.values(insert.after()))
                            .toList();
                    all.assertThat(logged)
                            .as(table.column(1).nativeType())
                            .isNotEmpty()
                            .isEqualTo(read(snapshot, table));
                }
            } finally {
                all.assertAll();
            }
        } finally {
            server.run("SET GLOBAL binlog_row_metadata = FULL");
        }
    }

    private static List<List<String>> read(Snapshot snapshot, TableSchema table) {
        List<List<String>> rows = new ArrayList<>();
        for (Chunk chunk : snapshot.plan(table, new ChunkPolicy.Planned(1_000_000))) {
            try (ChunkReader reader = snapshot.read(table, chunk)) {
                List<Row> read = reader.next(1000, 1 << 20);
                while (!read.isEmpty()) {
                    read.forEach(row -> rows.add(Changes.values(row)));
                    read = reader.next(1000, 1 << 20);
                }
            }
        }
        return rows;
    }
}

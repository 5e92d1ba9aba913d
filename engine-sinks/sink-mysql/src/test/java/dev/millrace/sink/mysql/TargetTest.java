package dev.millrace.sink.mysql;

import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.servers.DatabaseServer;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static dev.millrace.sink.mysql.Rows.ABSENT;
import static dev.millrace.sink.mysql.TargetFixture.checkpoint;
import static dev.millrace.sink.mysql.TargetFixture.column;
import static dev.millrace.sink.mysql.TargetFixture.primary;
import static dev.millrace.sink.mysql.TargetFixture.table;

/** A sink on a real server for each test, and a table of items to write to. */
abstract class TargetTest {
    /** Sizes that take each of the sink's ways to write. */
    static final List<Integer> SMALL_AND_LARGE = List.of(1, 3, 40, 700);

    static final TableSchema ITEMS = table(EngineFamily.MYSQL, "items")
            .column(column("id", Kind.INT8, "bigint").notNull())
            .column(column("name", DataType.ofLength(Kind.STRING, 100), "varchar(100)"))
            .column(column("price", DataType.numeric(10, 2), "decimal(10,2)"))
            .primaryKey(primary("id"))
            .build();

    final DatabaseServer server;
    TargetFixture target;

    @SuppressWarnings("NullAway.Init")
    TargetTest(TargetServer server) {
        this.server = server.running();
    }

    @BeforeEach
    void open() throws SQLException {
        target = new TargetFixture(server, "orders", Map.of());
    }

    @AfterEach
    void close() throws SQLException {
        target.close();
    }

    /** Applies and commits, and returns how many rows were found. */
    final int apply(ChangeSet changes) {
        try (ChangeWriter writer = target.sink.openChangeWriter(target.fence)) {
            int matched = writer.apply(changes);
            writer.commit(checkpoint("5"));
            return matched;
        }
    }

    /** Items whose price is their key. */
    static List<Row> items(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> Rows.of(i, "n" + i, i)).toList();
    }

    /** The keys of items. */
    static List<Row> ids(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Rows.of(i, ABSENT, ABSENT))
                .toList();
    }

    static String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}

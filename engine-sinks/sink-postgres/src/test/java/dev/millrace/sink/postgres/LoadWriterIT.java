package dev.millrace.sink.postgres;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Chunk;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.millrace.sink.postgres.Target.checkpoint;
import static dev.millrace.sink.postgres.Target.column;
import static dev.millrace.sink.postgres.Target.insert;
import static dev.millrace.sink.postgres.Target.required;
import static dev.millrace.sink.postgres.Target.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Chunks, the task's memory of them, and who may write. */
@ParameterizedClass(name = "PostgreSQL {0}")
@MethodSource("dev.millrace.sink.postgres.TargetServers#majorVersions")
class LoadWriterIT {
    private static final TableId SOURCE = new TableId("src", "Items");
    private static final TableSchema ITEMS = Target.table(
            "items", List.of("id"), required("id", Kind.INT4, "integer"), column("name", Kind.CLOB, "text"));
    private static final ChunkDone DONE = new ChunkDone(3, "0/1", "0/2");

    private final Target target;
    private final Sink sink;
    private final TaskStore store;
    private Fence fence = new Fence(0);

    LoadWriterIT(int majorVersion) {
        target = new Target(majorVersion);
        sink = target.open("task");
        store = sink.taskStore();
    }

    @BeforeEach
    void begin() {
        fence = store.acquire();
        store.begin(fence, checkpoint("0/0"));
        store.planTable(fence, SOURCE, true, List.of(new Chunk(0, "id < 3", 3, "p0"), new Chunk(1, "id >= 3", -1, "")));
        sink.createTable(ITEMS);
    }

    @AfterEach
    void close() {
        target.close();
    }

    @Test
    void chunkIsNotLoadedTwice() {
        try (LoadWriter writer = sink.openLoadWriter(ITEMS, fence)) {
            writer.write(List.of(row("0", "a")));
            writer.commit(SOURCE, 0, DONE);
            writer.write(List.of(row("1", "b")));
            assertCode(() -> writer.commit(SOURCE, 0, DONE), ErrorCode.CHECKPOINT_UNUSABLE);
        }
        assertThat(target.rows("SELECT id FROM app.items")).containsExactly("0");
    }

    @Test
    void resetForgetsWhatDmsShows() {
        store.reset(fence);
        assertThat(target.rows("SELECT * FROM public.awsdms_txn_state")).isEmpty();
    }

    @Test
    void controlTablesHaveTheColumnsOfDms() {
        assertThat(target.rows("SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute"
                        + " WHERE attrelid = 'public.awsdms_txn_state'::regclass AND attnum > 0 ORDER BY attnum"))
                .containsExactly(
                        "SERVER_NAME|character varying(128)|t",
                        "TASK_NAME|character varying(128)|t",
                        "STATE_TIME|timestamp without time zone|t",
                        "CHECKPOINT|character varying(1024)|t");
        assertThat(target.rows("SELECT indexdef FROM pg_indexes WHERE tablename = 'awsdms_txn_state'"))
                .containsExactly("CREATE UNIQUE INDEX awsdms_txn_state_task_recovery_index ON public.awsdms_txn_state"
                        + " USING btree (\"SERVER_NAME\", \"TASK_NAME\")");
    }

    @Test
    void taskWithoutGrantToCreateUsesTablesThatAreThere() {
        target.execute(
                "DROP ROLE IF EXISTS plain",
                "CREATE ROLE plain LOGIN PASSWORD 'plain'",
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO plain");
        Sink plain = target.open("task", target.endpoint(target.server().port(), "plain", "plain", java.util.Map.of()));
        assertThat(plain.taskStore().acquire().number()).isGreaterThan(fence.number());
        plain.close();
        target.execute("DROP OWNED BY plain", "DROP ROLE plain");
    }

    @Test
    void bytesPassThroughOrAreTurnedIntoHex() {
        ColumnSchema raw = column("raw", Kind.BLOB, "bytea");
        ColumnSchema printed = column("printed", Kind.BLOB, "bytea").withWire(new PrintedHex());
        TableSchema blobs = Target.table("blobs", List.of(), raw, printed);
        sink.createTable(blobs);
        try (LoadWriter writer = sink.openLoadWriter(blobs, fence)) {
            writer.write(List.of(row("a\0\\\n", "\\x6100ff"), row("", "\\x")));
            writer.commit(SOURCE, 0, DONE);
        }
        assertThat(target.rows("SELECT * FROM app.blobs")).containsExactly("\\x61005c0a|\\x6100ff", "\\x|\\x");
    }

    @Test
    void partsOfAServersTextAreWrittenAsTheyAre() {
        try (LoadWriter writer = sink.openLoadWriter(ITEMS, fence)) {
            assertThat(writer.bulkFormat(List.of(CopyPassage.TEXT))).contains(CopyPassage.TEXT);
            writer.write(CopyPassage.TEXT, part("0\ta\\tb\\\\.\n"));
            writer.rollback();
            writer.write(CopyPassage.TEXT, part("0\ta\\tb\\\\.\n1\t\\N\n"));
            writer.write(CopyPassage.TEXT, part("2\t\n"));
            writer.write(CopyPassage.TEXT, part(""));
            writer.commit(SOURCE, 0, DONE);
            writer.write(List.of(row("3", "by value")));
            writer.commit(SOURCE, 1, DONE);
        }
        assertThat(target.rows("SELECT * FROM app.items ORDER BY id"))
                .containsExactly("0|a\tb\\.", "1|∅", "2|", "3|by value");
    }

    @Test
    void partsOfAServersBinaryStreamAreWrittenAsTheyAre() throws SQLException, IOException {
        target.execute(
                "INSERT INTO app.items SELECT n, nullif('name ' || n, 'name 7') FROM generate_series(1, 5000) n");
        byte[] stream = target.copyOut("COPY app.items TO STDOUT (FORMAT binary)");
        List<String> rows = target.rows("SELECT * FROM app.items ORDER BY id");
        target.execute("TRUNCATE app.items");
        try (LoadWriter writer = sink.openLoadWriter(ITEMS, fence)) {
            assertThat(writer.bulkFormat(List.of(CopyPassage.BINARY, CopyPassage.TEXT)))
                    .contains(CopyPassage.BINARY);
            for (int from = 0; from < stream.length; from += 1000) {
                ByteBuilder part = new ByteBuilder();
                part.append(stream, from, Math.min(1000, stream.length - from));
                writer.write(CopyPassage.BINARY, part);
            }
            writer.commit(SOURCE, 0, DONE);
        }
        assertThat(target.rows("SELECT * FROM app.items ORDER BY id")).isEqualTo(rows);
    }

    @Test
    void partThatTheServerRefusesRollsTheChunkBack() {
        try (LoadWriter writer = sink.openLoadWriter(ITEMS, fence)) {
            writer.write(CopyPassage.TEXT, part("1\tx\nnot a number\ty\n"));
            assertCode(() -> writer.commit(SOURCE, 0, DONE), ErrorCode.TARGET_VALUE_REFUSED);
            writer.rollback();
            writer.write(CopyPassage.TEXT, part("1\tx\n"));
            writer.commit(SOURCE, 0, DONE);
        }
        assertThat(target.rows("SELECT * FROM app.items")).containsExactly("1|x");
    }

    private static ByteBuilder part(String text) {
        return new ByteBuilder().append(text);
    }

    @Test
    void nothingIsLeftBehindByAWriterThatDied() {
        ChangeWriter apply = sink.openChangeWriter(fence);
        LoadWriter load = sink.openLoadWriter(ITEMS, fence);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            rows.add(row("" + i, "n" + i));
        }
        apply.apply(insert(ITEMS, rows.toArray(Row[]::new)));
        apply.apply(Target.update(ITEMS, rows, rows));
        load.write(List.of(row("-1", "x")));
        sink.close();
        assertCode(() -> apply.commit(checkpoint("0/9")), ErrorCode.TARGET_CONNECTION_LOST);
        assertCode(() -> load.commit(SOURCE, 0, DONE), ErrorCode.TARGET_CONNECTION_LOST);
        apply.close();
        load.close();
        await().until(() -> target.rows("SELECT pid FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND application_name LIKE 'millrace/%'")
                .isEmpty());
        assertThat(target.rows("SELECT id FROM app.items")).isEmpty();
        assertThat(target.rows("SELECT relname FROM pg_class WHERE relpersistence = 't'"))
                .isEmpty();
    }

    private static void assertCode(Runnable work, ErrorCode code) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}

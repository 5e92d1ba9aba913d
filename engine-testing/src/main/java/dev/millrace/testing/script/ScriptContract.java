package dev.millrace.testing.script;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.KeySchema;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import dev.millrace.testing.contract.source.Chunks;
import dev.millrace.testing.contract.source.SourceFixture;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random scripts run on a server while its tables are loaded and then followed, by a reader that is stopped again and again: what arrives has to be
 * what a model in memory knows of the script, in whole transactions, in the order of their commits, and nothing that was rolled back. The seed of each is
 * printed; {@code -Dmillrace.script.seed} (default 1) is the first, {@code -Dmillrace.script.times} (default 3) how many follow.
 */
public abstract class ScriptContract {
    private static final long ROWS_OF_A_CHUNK = 30;
    private static final int STEPS_BESIDE_A_CHUNK = 4;

    /** A server with an empty database. */
    protected abstract ScriptedServer newServer();

    static LongStream seeds() {
        long first = Long.getLong("millrace.script.seed", 1);
        return LongStream.range(first, first + Integer.getInteger("millrace.script.times", 3));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatArrivesIsWhatTheScriptHasCommitted(long seed) throws ExecutionException, InterruptedException {
        System.out.println(getClass().getSimpleName() + ": -Dmillrace.script.seed=" + seed);
        try (ScriptedServer server = newServer();
                Source source = server.fixture().open("script")) {
            Script script = Script.generated(seed, server.traits());
            Map<String, TableSchema> tables = created(server.fixture(), source);
            Follower follower = new Follower(tables);
            LogFollowing following = new LogFollowing(server.fixture(), source, follower, new Random(seed));
            try (ScriptRunner runner = new ScriptRunner(server, tables, following::awaitEnd)) {
                script.before().forEach(runner::run);
                SourcePosition start = loaded(source, tables, follower, script.beside(), runner);
                CompletableFuture<Void> written =
                        CompletableFuture.runAsync(() -> script.behind().forEach(runner::run));
                following.follow(start, written);
            }
            assertArrived(script, follower);
        }
    }

    private static Map<String, TableSchema> created(SourceFixture fixture, Source source) {
        Map<String, TableSchema> tables = new LinkedHashMap<>();
        for (ScriptTable wanted : ScriptTable.values()) {
            TableSchema.Builder builder = TableSchema.builder(
                            new TableId(fixture.schema(), wanted.title()), source.family())
                    .primaryKey(new KeySchema("PRIMARY", List.of("id")));
            for (String column : wanted.columns()) {
                DataType type = type(column);
                ColumnSchema declared = ColumnSchema.of(column, type, fixture.nativeType(type));
                builder.column(column.equals("id") ? declared.notNull() : declared);
            }
            TableSchema table = builder.build();
            fixture.createTable(table);
            tables.put(wanted.title(), source.tables(table.id()::equals).get(0));
        }
        return tables;
    }

    private static DataType type(String column) {
        return switch (column) {
            case "id", "amount" -> DataType.of(DataType.Kind.INT8);
            case "body" -> DataType.of(DataType.Kind.CLOB);
            default -> DataType.ofLength(DataType.Kind.STRING, 100);
        };
    }

    /** The script goes on before each chunk is read, and in the middle of it. */
    private static SourcePosition loaded(
            Source source, Map<String, TableSchema> tables, Follower follower, List<Step> beside, ScriptRunner runner) {
        Iterator<Step> steps = beside.iterator();
        try (Snapshot snapshot = source.openSnapshot(List.copyOf(tables.values()), true)) {
            tables.forEach((name, table) -> {
                for (Chunk chunk : snapshot.plan(table, new ChunkPolicy.Planned(ROWS_OF_A_CHUNK))) {
                    some(steps, runner);
                    follower.replica(name).shown(Chunks.read(snapshot, table, chunk, rows -> {
                        follower.replica(name).load(rows);
                        some(steps, runner);
                    }));
                }
            });
            steps.forEachRemaining(runner::run);
            return snapshot.start();
        }
    }

    private static void some(Iterator<Step> steps, ScriptRunner runner) {
        for (int i = 0; i < STEPS_BESIDE_A_CHUNK && steps.hasNext(); i++) {
            runner.run(steps.next());
        }
    }

    private static void assertArrived(Script script, Follower follower) {
        List<ExpectedTransaction> expected = script.transactions();
        List<Follower.ArrivedTransaction> arrived = follower.arrived();
        int passed = expected.size() - arrived.size();
        assertThat(arrived.stream().map(each -> each.transaction().name()))
                .as("transactions in the order of their commits")
                .containsExactlyElementsOf(expected.subList(Math.max(0, passed), expected.size()).stream()
                        .map(ExpectedTransaction::name)
                        .toList());
        for (int i = 0; i < arrived.size(); i++) {
            if (arrived.get(i).exact()) {
                assertThat(arrived.get(i).transaction()).isEqualTo(expected.get(passed + i));
            }
        }
        assertThat(arrived).filteredOn(Follower.ArrivedTransaction::exact).hasSizeGreaterThan(arrived.size() / 2);
        for (ScriptTable table : ScriptTable.values()) {
            assertThat(follower.content(table.title())).as(table.title()).isEqualTo(script.content(table.title()));
        }
    }
}

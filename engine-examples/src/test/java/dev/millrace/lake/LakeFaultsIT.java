package dev.millrace.lake;

import dev.millrace.examples.cli.Database;
import dev.millrace.examples.cli.MillraceProcess;
import dev.millrace.examples.cli.TaskJson;
import dev.millrace.servers.PostgresServer;
import dev.millrace.testing.fault.FaultProxy;
import dev.millrace.testing.fault.RandomFaults;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A task into files while its engine is killed, and while the server and the network err, under a live load. In the end the files tell each row
 * and each change once.
 *
 * <p>Every other kill comes when the engine has shown a file in that life. {@code -Dmillrace.lake.kills} is how often it is killed, {@code -Dmillrace.lake.rounds} how long the server and the network err, in
 * units of five seconds, {@code -Dmillrace.lake.format} what files are ({@code csv}, {@code parquet}, or {@code transactions}: CSV that all tables share), {@code -Dmillrace.lake.seed} what the moments follow from.
 */
class LakeFaultsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration MEAN_PAUSE = Duration.ofMillis(1500);
    private static final int LOADED = 400;
    private static final int LONGEST_PAUSE_MILLIS = 4000;

    private static final int KILLS = Integer.getInteger("millrace.lake.kills", 3);
    private static final int ROUNDS = Integer.getInteger("millrace.lake.rounds", 2);
    private static final String FORMAT = System.getProperty("millrace.lake.format", "parquet");
    private static final boolean SHARED = FORMAT.equals("transactions");
    private static final long SEED = Long.getLong("millrace.lake.seed", new Random().nextLong());

    private static @Nullable DataLake lake;
    private static @Nullable PostgresServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path place) throws IOException {
        System.out.println("S3 under faults: seed " + SEED + ", " + FORMAT);
        lake = DataLake.start(place);
        server = PostgresServer.builder().start();
    }

    @AfterAll
    static void stop() {
        requireNonNull(server).close();
        lake().close();
    }

    @Test
    void killedAgainAndAgain() throws Exception {
        Database source = Database.create(requireNonNull(server), "killed");
        OddRows odd = filled(source);
        Path task = task("killed", source, lake().endpoint("killed", settings()));
        Random random = new Random(SEED);
        int inMidLife = 0;
        try (SteadyWriter writer = SteadyWriter.start(odd)) {
            for (int kill = 0; kill < KILLS; kill++) {
                int before = files("killed").size();
                try (MillraceProcess run = MillraceProcess.start(folder, "run", task.toString(), "--output", "json")) {
                    if (kill % 2 == 0) {
                        awaitFiles(run, "killed", before + 1);
                    }
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
                    assertThat(run.isAlive()).as(run.output()).isTrue();
                    run.kill();
                    run.awaitEnd();
                }
                inMidLife += files("killed").size() > before ? 1 : 0;
            }
            System.out.println(KILLS + " kills, " + inMidLife + " of them after new files had come; "
                    + writer.transactions() + " transactions meanwhile");
        }
        assertThat(inMidLife).isGreaterThanOrEqualTo((KILLS + 1) / 2);
        catchUpAndCompare(task, odd, "killed");
    }

    @Test
    void serverAndNetworkErr() throws Exception {
        Database source = Database.create(requireNonNull(server), "erring");
        OddRows odd = filled(source);
        try (ErringServer erring = ErringServer.before(lake().port(), SEED);
                FaultProxy proxy = FaultProxy.to("127.0.0.1", erring.port())) {
            Path task = task("erring", source, lake().endpoint("erring", settings(), proxy.port()));
            try (MillraceProcess run = MillraceProcess.start(folder, "run", task.toString(), "--output", "json");
                    SteadyWriter writer = SteadyWriter.start(odd)) {
                awaitFiles(run, "erring", 1);
                erring.err(true);
                try (RandomFaults faults = RandomFaults.start(List.of(proxy), SEED, MEAN_PAUSE)) {
                    TimeUnit.MILLISECONDS.sleep(ROUND.toMillis() * ROUNDS);
                    assertThat(faults.injected()).isPositive();
                    assertThat(erring.errors()).isPositive();
                    System.out.println(erring.errors() + " requests answered badly, " + faults.injected()
                            + " faults of the network; " + writer.transactions() + " transactions meanwhile");
                }
                erring.err(false);
                proxy.cutAll();
                awaitFiles(run, "erring", 1 + files("erring").size());
                run.terminate();
                assertThat(run.awaitEnd()).as(run.output()).isZero();
            }
            catchUpAndCompare(task, odd, "erring");
        }
    }

    private static OddRows filled(Database source) throws Exception {
        OddRows odd = new OddRows(source);
        odd.create();
        odd.change(LOADED);
        return odd;
    }

    private static String settings() {
        return ", \"CdcMaxBatchInterval\": 1, "
                + (SHARED
                        ? "\"PreserveTransactions\": true, \"CdcPath\": \"changes\""
                        : "\"DataFormat\": \"" + FORMAT + "\"");
    }

    /** All files of rows and changes that show. */
    private static List<String> files(String root) {
        List<String> files = new ArrayList<>(lake().keys(root + "/public/"));
        files.addAll(lake().keys(root + "/changes/"));
        return files;
    }

    private Path task(String name, Database source, String target) throws IOException {
        return TaskJson.named(name)
                .source(source.endpoint())
                .target(target)
                .settings(
                        "{\"ErrorBehavior\": {\"RecoverableErrorInterval\": 1, \"RecoverableErrorThrottling\": false}}")
                .writeTo(folder);
    }

    private static void awaitFiles(MillraceProcess run, String root, int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            assertThat(run.isAlive()).as(run.output()).isTrue();
            return files(root).size() >= count;
        });
    }

    private void catchUpAndCompare(Path task, OddRows odd, String root) throws Exception {
        MillraceProcess.run(folder, "run", task.toString(), "--output", "json", "--until", "caught-up")
                .expect(0);
        for (String table : OddRows.TABLES) {
            String place = root + "/public/" + table + "/";
            assertThat(SHARED ? replayedTransactions(root, place, table) : Replay.of(lake(), place))
                    .isEqualTo(odd.rows(table));
        }
    }

    private static Map<String, List<@Nullable String>> replayedTransactions(String root, String place, String table)
            throws SQLException {
        return Replay.of(lake(), place, Replay.ofTable(Replay.transactions(lake(), root + "/changes/"), table));
    }

    private static DataLake lake() {
        return requireNonNull(lake);
    }
}

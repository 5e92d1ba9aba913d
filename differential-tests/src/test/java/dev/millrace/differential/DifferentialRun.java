package dev.millrace.differential;

import dev.millrace.differential.capture.NativeReader;
import dev.millrace.differential.debezium.DebeziumReader;
import dev.millrace.differential.debezium.DebeziumRecords;
import dev.millrace.differential.normal.CanonicalValues;
import dev.millrace.differential.normal.Differences;
import dev.millrace.differential.normal.NormalRow;
import dev.millrace.differential.normal.NormalTransaction;
import dev.millrace.differential.normal.TableReplay;
import dev.millrace.differential.workload.TestTable;
import dev.millrace.differential.workload.WorkloadGenerator;
import dev.millrace.differential.workload.WorkloadSessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/** Writes a workload and lets both readers read it. */
final class DifferentialRun {
    private static final int ROUNDS = Integer.getInteger("millrace.differential.rounds", 1);
    private static final int STATEMENTS_PER_ROUND = 800;
    private static final int MOST_DIFFERENCES_SHOWN = Integer.getInteger("millrace.differential.show", 60);

    private final Subject subject;
    private final long seed;
    private int marker;

    private DifferentialRun(Subject subject, long seed) {
        this.subject = subject;
        this.seed = seed;
    }

    /** The seed is {@code millrace.differential.seed} or a new one, and is printed either way. */
    static void of(Subject subject) throws Exception {
        long seed = Long.getLong("millrace.differential.seed", System.nanoTime() & 0xFFFFFF);
        System.out.println(subject.name() + ": -Dmillrace.differential.seed=" + seed + " with " + ROUNDS
                + " round(s); more with -Dmillrace.differential.rounds");
        new DifferentialRun(subject, seed).run();
    }

    private void run() throws Exception {
        List<NormalTransaction> oracle;
        List<NormalTransaction> told;
        try (WorkloadSessions sessions = subject.openSessions();
                NativeReader reader = subject.openNative();
                DebeziumReader debezium = DebeziumReader.start(subject.debezium())) {
            awaitStreaming(sessions, debezium);
            write(sessions);
            told = reader.readTo(Markers.END);
            compareWithServer(sessions.connection(), TableReplay.of(told));
            debezium.awaitMarker(Markers.END);
            oracle = DebeziumRecords.normal(
                    debezium.records(), subject.tables(), subject.values(), subject.logHoldsWholeOldRows());
        }
        List<NormalTransaction> tested = CanonicalValues.normal(told, subject.tables(), subject.values());
        compare(Markers.between(oracle), withoutBeyond(Markers.between(tested)));
    }

    /** Debezium starts somewhere after its own preparations; what it has seen once it sees from then on. */
    private void awaitStreaming(WorkloadSessions sessions, DebeziumReader debezium) {
        Awaitility.await("Debezium streams")
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ofMillis(500))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    mark(sessions, "warm");
                    return debezium.sees("warm");
                });
    }

    private void write(WorkloadSessions sessions) throws SQLException {
        mark(sessions, Markers.START);
        WorkloadGenerator generator = new WorkloadGenerator(seed, subject.tables());
        sessions.run(generator.covering());
        for (int round = 0; round < ROUNDS; round++) {
            sessions.run(generator.mixed(STATEMENTS_PER_ROUND));
            sessions.run(generator.truncate());
            sessions.run(generator.large());
        }
        sessions.run(generator.lasting(subject.tables()));
        sessions.run(generator.lasting(subject.beyond()));
        mark(sessions, Markers.END);
    }

    private void mark(WorkloadSessions sessions, String phase) throws SQLException {
        sessions.runAlone(Markers.insert(marker++, phase));
    }

    /** Tables of types that Debezium can't read at all: the server alone is their judge. */
    private List<NormalTransaction> withoutBeyond(List<NormalTransaction> transactions) {
        Set<String> beyond = subject.beyond().stream().map(TestTable::name).collect(Collectors.toSet());
        return transactions.stream()
                .map(transaction -> transaction.without(beyond))
                .filter(transaction -> !transaction.events().isEmpty())
                .toList();
    }

    /** What the tables hold at the end, which is every edge of every column besides other things, in the server's own words. */
    private void compareWithServer(Connection connection, TableReplay replay) throws SQLException {
        List<String> differences = new ArrayList<>();
        int rows = 0;
        for (TestTable table : Stream.concat(subject.tables().stream(), subject.beyond().stream())
                .toList()) {
            if (table.hasKey()) {
                Map<String, NormalRow> shown = subject.serverText().rows(connection, table);
                replay.rows(table.name())
                        .replaceAll((id, row) -> subject.serverText().spelled(table, row));
                differences.addAll(replay.differences(table.name(), shown));
                rows += shown.size();
            }
        }
        connection.rollback();
        System.out.println(subject.name() + ": compared " + rows + " rows with the server's own text");
        report(differences);
    }

    private void compare(List<NormalTransaction> oracle, List<NormalTransaction> tested) {
        long events = oracle.stream().mapToLong(one -> one.events().size()).sum();
        System.out.println(
                subject.name() + ": compared " + oracle.size() + " transactions with " + events + " changes");
        assertThat(events).as("changes that Debezium told").isGreaterThan(1_000);
        report(Differences.between(oracle, tested));
    }

    private static void report(List<String> differences) {
        assertThat(differences.subList(0, Math.min(MOST_DIFFERENCES_SHOWN, differences.size())))
                .as("%d differences, of which the first are shown", differences.size())
                .isEmpty();
    }
}

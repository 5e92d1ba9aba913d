package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.workload.Workload;
import dev.millrace.benchmarks.race.workload.WorkloadName;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Debezium alone needs a profile of the build; its rival in that race does not, and comes to the backlog's end. */
class ReadingContestantIT {
    private static final long ROWS = 2_000;
    private static final long LOOK_MILLIS = 20;
    private static final RaceOptions OPTIONS = new RaceOptions(
            ROWS,
            1,
            "256m",
            RaceOptions.COLLECTOR,
            RaceOptions.ENGINE_COMPILER,
            "",
            Optional.empty(),
            RaceOptions.DEBEZIUM);

    @Test
    @Timeout(120)
    void readsBacklogToItsEnd() throws IOException, SQLException, InterruptedException {
        try (PostgresRaceServer source = new PostgresRaceServer()) {
            Workload workload = WorkloadName.BULK.make(source.dialect(), ROWS, true);
            source.fill(RaceServer.contents(source.dialect(), workload, true));
            source.publish(workload.tables());
            Contestant contestant = new ReadingContestant(new Track<>(OPTIONS, source, new Nowhere(), workload));
            contestant.fixStart();
            source.execute(source.home(), workload.backlog());

            try (Attempt attempt = contestant.prepare(1)) {
                attempt.start();
                assertThat(attempt.isFinished()).isFalse();

                source.execute(source.home(), List.of(Mark.set(Mark.LAST)));
                while (!attempt.isFinished()) {
                    Thread.sleep(LOOK_MILLIS);
                }
                assertThat(attempt.processorTime()).isPositive();
            }
        }
    }
}

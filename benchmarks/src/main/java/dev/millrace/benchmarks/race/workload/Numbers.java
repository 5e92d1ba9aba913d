package dev.millrace.benchmarks.race.workload;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The table {@code race_work.numbers}: {@code n} from 0 to 999, for statements that make many rows. */
final class Numbers {
    static final int COUNT = 1000;

    private Numbers() {}

    static List<String> statements() {
        return List.of(
                "CREATE TABLE race_work.numbers (n bigint NOT NULL PRIMARY KEY)",
                IntStream.range(0, COUNT)
                        .mapToObj(n -> "(" + n + ")")
                        .collect(Collectors.joining(", ", "INSERT INTO race_work.numbers VALUES ", "")));
    }
}

package dev.millrace.benchmarks.race;

import java.util.Map;

/** A consumer of Debezium's embedded engine that lets go of each batch at once. */
final class DebeziumForgettingWriter implements DebeziumWriter {
    @Override
    public String name() {
        return "Debezium alone";
    }

    @Override
    public String describe() {
        return "transactions marked, a consumer that lets go of each batch at once";
    }

    /** Marks the bounds of transactions, as whoever wants them whole has it do. */
    @Override
    public Map<String, String> sourceSettings() {
        return Map.of("provide.transaction.metadata", "true");
    }

    @Override
    public String createFor(int pair) {
        return "";
    }

    @Override
    public void drop(String place) {}

    @Override
    public Map<String, String> settings(String place, String tableName) {
        return Map.of();
    }
}

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
        return "a consumer that lets go of each batch at once";
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

package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/** A run in a JVM of its own, which ends when that says so. */
class JvmAttempt implements Attempt {
    private final ChildJvm jvm;
    private final String database;

    JvmAttempt(ChildJvm jvm, String database) {
        this.jvm = jvm;
        this.database = database;
    }

    @Override
    public String targetDatabase() {
        return database;
    }

    @Override
    public Duration startUp() {
        return jvm.startUp();
    }

    @Override
    public void start() throws IOException {
        jvm.begin();
    }

    @Override
    public boolean isFinished() throws SQLException {
        return jvm.isDone();
    }

    @Override
    public Duration processorTime() {
        return jvm.processorTime();
    }

    @Override
    public void close() throws IOException, SQLException {
        jvm.close();
    }
}

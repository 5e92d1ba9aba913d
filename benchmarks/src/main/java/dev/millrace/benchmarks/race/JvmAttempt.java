package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/** A run in a JVM of its own, which ends when that says so. */
class JvmAttempt implements Attempt {
    private final ChildJvm jvm;
    private final String database;
    private final Runnable afterwards;

    JvmAttempt(ChildJvm jvm, String database) {
        this(jvm, database, () -> {});
    }

    /** @param afterwards what is to be done when the JVM has ended */
    JvmAttempt(ChildJvm jvm, String database, Runnable afterwards) {
        this.jvm = jvm;
        this.database = database;
        this.afterwards = afterwards;
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
        afterwards.run();
    }
}

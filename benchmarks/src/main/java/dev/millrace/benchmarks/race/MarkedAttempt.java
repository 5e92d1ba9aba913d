package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.sql.SQLException;

/** A run in a JVM of its own, which ends when the mark shows on the target. */
final class MarkedAttempt extends JvmAttempt {
    private final Mark mark;

    MarkedAttempt(ChildJvm jvm, String database, Mark mark) {
        super(jvm, database);
        this.mark = mark;
    }

    @Override
    public boolean isFinished() throws SQLException {
        if (super.isFinished()) {
            throw new IllegalStateException("the contestant ended before all changes were applied");
        }
        return mark.isSet();
    }

    @Override
    public void close() throws IOException, SQLException {
        mark.close();
        super.close();
    }
}

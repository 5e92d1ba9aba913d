package dev.millrace.source.sqlserver.container;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Writes to a table that is captured all the time, as users of a database do: without writes the capture job notes its place every five minutes only,
 * and whoever waits for the end of the log waits as long.
 */
final class Pulse implements AutoCloseable {
    private static final int MILLISECONDS_BETWEEN = 100;
    private static final int LAST_SECONDS = 60;

    private final AdministratorSession session;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    private Pulse(AdministratorSession session) {
        this.session = session;
    }

    /** Takes the session over, and runs a statement in it from now on. */
    static Pulse begin(AdministratorSession session, String statement) {
        Pulse pulse = new Pulse(session);
        pulse.thread.scheduleWithFixedDelay(
                () -> session.accepts(statement), 0, MILLISECONDS_BETWEEN, TimeUnit.MILLISECONDS);
        return pulse;
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
        session.close();
    }
}

package dev.millrace.source.oracle.log;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the connector holds transactions that have not ended: in files of the task's own directory, with the latest entries in the heap. Nothing of
 * it is read after a restart, which mines the open transactions again. Thread-safe.
 *
 * <p>The connector gives up when a file would outgrow its bound, and loses nothing.
 */
final class OpenTransactions {
    private static final String BUFFER = "log.mining.buffer.ehcache.";
    private static final List<String> SMALL =
            List.of("transactions", "processedtransactions", "schemachanges", "rollbacks");
    private static final String NO_ROOM = "capacity exceeded";
    private static final String RESOURCES = "<resources><heap unit=\"entries\">%d</heap>"
            + "<disk unit=\"MB\" persistent=\"false\">%d</disk></resources>";
    private static final int ENTRIES_IN_HEAP = 1_000;
    private static final int SMALL_MEGABYTES = 1_024;

    private final Path directory;
    private final int megabytes;
    private final Map<String, SpillFolder> folders = new ConcurrentHashMap<>();

    /**
     * @param directory the task's; made if missing
     * @param megabytes how much all open transactions may take
     */
    OpenTransactions(Path directory, int megabytes) {
        this.directory = directory;
        this.megabytes = megabytes;
    }

    /** Makes the place of a run, and says what the connector has to be told of it. */
    Map<String, String> begin(String run) {
        SpillFolder folder = folder();
        folders.put(run, folder);
        Map<String, String> properties = new HashMap<>();
        properties.put("log.mining.buffer.type", "ehcache");
        properties.put(BUFFER + "global.config", "<persistence directory=\"" + escaped(folder.path()) + "\"/>");
        SMALL.forEach(cache ->
                properties.put(BUFFER + cache + ".config", RESOURCES.formatted(ENTRIES_IN_HEAP, SMALL_MEGABYTES)));
        properties.put(BUFFER + "events.config", RESOURCES.formatted(ENTRIES_IN_HEAP, megabytes));
        return properties;
    }

    private SpillFolder folder() {
        try {
            return SpillFolder.in(directory);
        } catch (IOException failure) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_FAILED,
                    "a folder for transactions that have not ended can't be made in " + directory + " ("
                            + failure.getMessage() + "); make it writable, or set StateDirectory",
                    failure);
        }
    }

    private static String escaped(Path folder) {
        return folder.toAbsolutePath()
                .toString()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("\"", "&quot;");
    }

    /** Removes the place of a run. */
    void end(String run) {
        SpillFolder folder = folders.remove(run);
        if (folder != null) {
            folder.remove();
        }
    }

    /** What is to be done if the connector's failure is that there was no room; else empty. */
    String remedy(String failure) {
        return failure.contains(NO_ROOM)
                ? "; transactions that have not ended need more than " + megabytes
                        + " MB: set OpenTransactionMegabytes higher"
                : "";
    }
}

package dev.millrace.servers;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What the builders of all servers share: settings, which go to the server as command-line options, and time limits. Not safe for
 * use by several threads.
 *
 * @param <B> the builder itself
 * @param <S> the server it starts
 */
public abstract sealed class ServerBuilder<B extends ServerBuilder<B, S>, S extends DatabaseServer>
        permits PostgresServer.Builder, MySqlFamilyBuilder {

    private final Map<String, String> settings = new LinkedHashMap<>();
    private Duration startTimeout = Duration.ofSeconds(60);
    private Duration stopTimeout = Duration.ofSeconds(30);
    private int smallDiskMegabytes;

    ServerBuilder() {}

    /** Adds a server setting or replaces its default. */
    public final B setting(String name, String value) {
        settings.put(settingName(name), Objects.requireNonNull(value, "value"));
        return self();
    }

    /** Takes a setting away, so that the server's own default holds. */
    public final B without(String name) {
        settings.remove(settingName(name));
        return self();
    }

    /** How long the server may take until it accepts connections; 60 seconds unless said otherwise. */
    public final B startTimeout(Duration timeout) {
        startTimeout = Objects.requireNonNull(timeout, "timeout");
        return self();
    }

    /** How long the server may take to stop in order; 30 seconds unless said otherwise. */
    public final B stopTimeout(Duration timeout) {
        stopTimeout = Objects.requireNonNull(timeout, "timeout");
        return self();
    }

    /**
     * Gives the server a disk of so many megabytes beside its data folder, at {@link DatabaseServer#smallDisk()}, for tests of full
     * disks. It is empty at every start.
     */
    public final B smallDisk(int megabytes) {
        smallDiskMegabytes = megabytes;
        return self();
    }

    /** Whether this system lets servers have a {@linkplain #smallDisk small disk}: it takes Linux and user namespaces. */
    public static boolean canHaveSmallDisk() {
        return SmallDisk.isPossible();
    }

    /**
     * Starts a new server with empty databases.
     *
     * @throws EmbeddedServerException if the binaries are not on the class path, or the server does not start
     */
    public abstract S start();

    /** The one spelling of a setting's name, for servers that allow several. */
    String settingName(String name) {
        return Objects.requireNonNull(name, "name");
    }

    abstract B self();

    final Map<String, String> settings() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    final Duration startTimeout() {
        return startTimeout;
    }

    final Duration stopTimeout() {
        return stopTimeout;
    }

    final int smallDiskMegabytes() {
        return smallDiskMegabytes;
    }
}

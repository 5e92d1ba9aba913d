package dev.millrace.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one server process; what differs between servers is in the subclasses. */
abstract sealed class EmbeddedServer implements DatabaseServer permits PostgresServer, MySqlFamilyServer {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Set<EmbeddedServer> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(EmbeddedServer::closeAll, "millrace-servers-shutdown"));
    }

    private final InstanceFolder folder;
    private final Readiness readiness;
    private final Duration startTimeout;
    private final Duration stopTimeout;
    private final @Nullable SmallDisk smallDisk;
    private volatile int port;
    private volatile @Nullable OsProcess process;
    private boolean closed;

    EmbeddedServer(InstanceFolder folder, Readiness readiness, ServerBuilder<?, ?> builder) {
        this.folder = folder;
        this.readiness = readiness;
        this.startTimeout = builder.startTimeout();
        this.stopTimeout = builder.stopTimeout();
        this.smallDisk =
                builder.smallDiskMegabytes() == 0 ? null : SmallDisk.create(folder, builder.smallDiskMegabytes());
    }

    /** The program and its arguments, for the port it is to listen on. */
    abstract List<String> command(int listenPort);

    abstract Map<String, String> environment();

    /** Asks a running process to end in order. */
    abstract void requestStop(OsProcess running);

    /** Asks a running process to end at once, yet so that nothing stays behind in the operating system. */
    abstract void requestEnd(OsProcess running);

    /** The first start. */
    final void startOnFreePort() {
        OPEN.add(this);
        try {
            LoopbackPorts.startOn(free -> {
                port = free;
                start();
                return this;
            });
        } catch (RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    @Override
    public final synchronized void start() {
        if (closed) {
            throw new EmbeddedServerException("The server on port " + port + " is closed");
        }
        if (isRunning()) {
            return;
        }
        List<String> command = smallDisk == null ? command(port) : smallDisk.under(command(port));
        OsProcess started = OsProcess.start(command, environment(), null, logFile());
        try {
            folder.remember(started.handle());
            started.awaitReady(() -> started.isAlive() && readiness.isReached(port), startTimeout);
        } catch (RuntimeException | Error failure) {
            started.kill();
            throw failure;
        }
        process = started;
        LOG.debug("{} runs on port {} as process {}", getClass().getSimpleName(), port, started.pid());
    }

    @Override
    public final synchronized void stop() {
        OsProcess running = process;
        if (running == null || !running.isAlive()) {
            return;
        }
        requestStop(running);
        if (!running.awaitExit(stopTimeout)) {
            running.kill();
            throw running.failure("had to be killed, because it has not stopped within " + stopTimeout);
        }
    }

    @Override
    public final synchronized void kill() {
        OsProcess running = process;
        if (running != null && running.isAlive()) {
            running.kill();
        }
    }

    @Override
    public final synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        OPEN.remove(this);
        OsProcess running = process;
        if (running != null && running.isAlive()) {
            endAtOnce(running);
        }
        folder.delete();
    }

    private void endAtOnce(OsProcess running) {
        requestEnd(running);
        if (!running.awaitExit(CLOSE_TIMEOUT)) {
            running.kill();
        }
    }

    private static void closeAll() {
        OPEN.forEach(EmbeddedServer::close);
    }

    @Override
    public final boolean isRunning() {
        OsProcess current = process;
        return current != null && current.isAlive();
    }

    @Override
    public final long pid() {
        OsProcess current = process;
        if (current == null || !current.isAlive()) {
            throw new EmbeddedServerException("The server on port " + port + " is not running");
        }
        return current.pid();
    }

    @Override
    public final String host() {
        return LoopbackPorts.ADDRESS.getHostAddress();
    }

    @Override
    public final int port() {
        return port;
    }

    @Override
    public final Path dataDirectory() {
        return folder.data();
    }

    @Override
    public final Path smallDisk() {
        if (smallDisk == null) {
            throw new EmbeddedServerException("The server on port " + port + " was started without a small disk");
        }
        return smallDisk.folder();
    }

    @Override
    public final Path logFile() {
        return folder.log();
    }
}

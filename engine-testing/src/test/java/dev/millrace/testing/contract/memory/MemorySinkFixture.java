package dev.millrace.testing.contract.memory;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.DataType;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.Sink;
import dev.millrace.testing.contract.sink.SinkFixture;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A target of its own for each test. */
final class MemorySinkFixture implements SinkFixture {
    private final MemoryServer server = new MemoryServer();
    private final UnaryOperator<Sink> wrapping;

    /** Opens sinks that are wrapped into something else. */
    MemorySinkFixture(UnaryOperator<Sink> wrapping) {
        this.wrapping = wrapping;
    }

    @Override
    public String schema() {
        return "app";
    }

    @Override
    public String nativeType(DataType type) {
        return type.kind().name();
    }

    @Override
    public Sink open(String taskName) {
        return wrapping.apply(new MemorySink(server, taskName));
    }

    @Override
    public Sink openWithoutServer() {
        throw new ReplicationException(ErrorCode.TARGET_UNREACHABLE, "nobody is there");
    }

    @Override
    public Sink openWithWrongPassword() {
        throw new ReplicationException(ErrorCode.TARGET_AUTHENTICATION_FAILED, "the password is wrong");
    }

    @Override
    public List<List<@Nullable String>> rows(TableSchema table) {
        return server.read(target -> target.tables().get(table.id()).rows());
    }

    @Override
    public void insert(TableId table, Map<String, @Nullable String> values) {
        server.commit(target -> {
            target.insert(table, values);
            return true;
        });
    }

    @Override
    public void cutConnections() {
        server.cut();
    }

    @Override
    public void stallConnections() {
        server.stall();
    }

    @Override
    public boolean holdsConnections() {
        return false;
    }

    @Override
    public void close() {}
}

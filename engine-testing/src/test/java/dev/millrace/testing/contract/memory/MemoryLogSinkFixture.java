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
import org.jspecify.annotations.Nullable;

/** A record of its own for each test. */
final class MemoryLogSinkFixture implements SinkFixture {
    private final MemoryServer server = new MemoryServer();

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
        return new MemoryLogSink(server, taskName);
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
    public List<String> record(TableSchema table) {
        return server.read(target -> List.copyOf(target.record(table.id())));
    }

    @Override
    public void insert(TableId table, Map<String, @Nullable String> values) {
        throw new UnsupportedOperationException("applications do not write into " + table);
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

package dev.millrace.sink.dynamodb;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.Sink;
import dev.millrace.testing.contract.sink.SinkFixture;
import dev.millrace.testing.fault.FaultProxy;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tables of its own, behind a proxy. */
final class DynamoFixture implements SinkFixture {
    private static final int NOBODY_LISTENS = 1;

    private final LocalDynamo dynamo = new LocalDynamo();
    private final FaultProxy proxy =
            FaultProxy.to(LocalDynamo.server().host(), LocalDynamo.server().port());

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
        return open(taskName, proxy.port());
    }

    @Override
    public Sink openWithoutServer() {
        return open("task", NOBODY_LISTENS);
    }

    @Override
    public Sink openWithWrongPassword() {
        throw new UnsupportedOperationException("DynamoDB Local takes every password");
    }

    private Sink open(String taskName, int port) {
        return new DynamoSinkFactory()
                .open(
                        dynamo.endpoint(URI.create("http://127.0.0.1:" + port)),
                        new TaskContext(taskName, "", Clock.systemUTC(), Path.of("target", "state")));
    }

    @Override
    public List<List<@Nullable String>> rows(TableSchema table) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (Map<String, AttributeValue> item : dynamo.items(table.id().table())) {
            List<@Nullable String> row = new ArrayList<>();
            table.columns().forEach(column -> row.add(text(column, item.get(column.name()))));
            rows.add(row);
        }
        return rows;
    }

    /** Numbers lose the zeros at their ends. */
    private static @Nullable String text(ColumnSchema column, @Nullable AttributeValue value) {
        if (value == null) {
            return null;
        }
        return column.type().kind() == DataType.Kind.NUMERIC
                ? new BigDecimal(value.n()).setScale(column.type().scale()).toPlainString()
                : LocalDynamo.text(value);
    }

    @Override
    public void insert(TableId table, Map<String, @Nullable String> values) {
        throw new UnsupportedOperationException("no contract that this sink keeps needs it");
    }

    @Override
    public void cutConnections() {
        proxy.cutAll();
    }

    @Override
    public void stallConnections() {
        proxy.stall();
    }

    @Override
    public boolean holdsConnections() {
        return proxy.openConnections() > 0;
    }

    @Override
    public void close() {
        proxy.close();
        dynamo.close();
    }
}

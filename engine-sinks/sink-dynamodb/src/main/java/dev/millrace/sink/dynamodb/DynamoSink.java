package dev.millrace.sink.dynamodb;

import dev.millrace.model.EngineFamily;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.aws.AwsEndpoint;
import dev.millrace.sink.dynamodb.call.DynamoCalls;
import dev.millrace.sink.dynamodb.call.RequestPool;
import dev.millrace.sink.dynamodb.call.TableLife;
import dev.millrace.sink.dynamodb.item.ItemLayout;
import dev.millrace.sink.dynamodb.state.ControlItems;
import dev.millrace.sink.dynamodb.state.DynamoTaskStore;
import dev.millrace.sink.dynamodb.state.ExceptionItems;
import dev.millrace.sink.dynamodb.state.FencedState;
import dev.millrace.sink.dynamodb.write.BatchPuts;
import dev.millrace.sink.dynamodb.write.DynamoChangeWriter;
import dev.millrace.sink.dynamodb.write.DynamoLoadWriter;
import dev.millrace.spi.Finding;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TaskStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Rows as items: a table for each table, an attribute for each column. */
final class DynamoSink implements Sink {
    private final AwsEndpoint aws;
    private final DynamoCalls calls;
    private final DynamoSettings settings;
    private final Clock clock;
    private final RequestPool pool;
    private final DynamoTables tables;
    private final BatchPuts puts;
    private final ControlItems control;
    private final ExceptionItems exceptions;
    private String fingerprint = "";

    /** @param aws closed with this, as are the calls */
    DynamoSink(AwsEndpoint aws, DynamoCalls calls, DynamoSettings settings, TaskContext context) {
        this.aws = aws;
        this.calls = calls;
        this.settings = settings;
        this.clock = context.clock();
        this.pool = new RequestPool(context.taskName(), settings.requests());
        TableLife life = new TableLife(calls);
        this.puts = new BatchPuts(calls);
        this.tables = new DynamoTables(life, calls, puts, settings.capacity());
        this.control = new ControlItems(calls, life, context.taskName());
        this.exceptions = new ExceptionItems(control, clock);
    }

    @Override
    public EngineFamily family() {
        return EngineFamily.DYNAMODB;
    }

    @Override
    public ApplyStyle applyStyle() {
        return ApplyStyle.REPEATABLE;
    }

    @Override
    public List<Finding> check(List<TableSchema> wanted) {
        TreeSet<TableId> names = new TreeSet<>();
        wanted.forEach(table -> names.add(table.id()));
        tables.know(wanted);
        fingerprint = UUID.nameUUIDFromBytes(names.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
        return new Assessment(settings.versionAttribute()).of(wanted);
    }

    @Override
    public List<Finding> checkPresent(List<TableSchema> wanted) {
        return tables.checkPresent(wanted);
    }

    @Override
    public Optional<TableSchema> describe(TableId table) {
        return tables.describe(table);
    }

    @Override
    public void createTable(TableSchema wanted) {
        tables.create(wanted);
    }

    @Override
    public void truncateTable(TableId table) {
        tables.truncate(table);
    }

    @Override
    public void dropTable(TableId table) {
        tables.drop(table);
    }

    /** An item has whatever attributes it has. What is no column any more stays with the items that have it. */
    @Override
    public void alterTable(TableSchema known, TableSchema wanted) {}

    /** Items have no constraints but their key. */
    @Override
    public List<Finding> completeTables(List<TableSchema> wanted) {
        return List.of();
    }

    @Override
    public TaskStore taskStore() {
        return new DynamoTaskStore(control, exceptions, fingerprint, clock);
    }

    @Override
    public LoadWriter openLoadWriter(TableSchema wanted, Fence fence) {
        return new DynamoLoadWriter(ItemLayout.of(wanted), puts, pool, state(fence), settings.load());
    }

    @Override
    public ChangeWriter openChangeWriter(Fence fence) {
        return new DynamoChangeWriter(calls, settings.versionAttribute(), pool, state(fence));
    }

    private FencedState state(Fence fence) {
        return new FencedState(control, exceptions, fence);
    }

    @Override
    public void close() {
        calls.close();
        pool.close();
        aws.close();
    }
}

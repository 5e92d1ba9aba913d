package dev.millrace.apply;

import dev.millrace.model.EngineFamily;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TaskStore;
import java.util.List;
import java.util.Optional;

/** A sink that only knows what its tables look like. */
final class DescribingSink implements Sink {
    private final List<TableSchema> tables;

    DescribingSink(List<TableSchema> tables) {
        this.tables = tables;
    }

    @Override
    public Optional<TableSchema> describe(TableId table) {
        return tables.stream().filter(known -> known.id().equals(table)).findFirst();
    }

    @Override
    public EngineFamily family() {
        return EngineFamily.POSTGRES;
    }

    @Override
    public List<Finding> check(List<TableSchema> wanted) {
        return List.of();
    }

    @Override
    public void createTable(TableSchema wanted) {
        throw new AssertionError("apply makes no tables");
    }

    @Override
    public void truncateTable(TableId table) {
        throw new AssertionError("apply truncates by change sets");
    }

    @Override
    public void dropTable(TableId table) {
        throw new AssertionError("apply drops no tables");
    }

    @Override
    public void alterTable(TableSchema known, TableSchema wanted) {
        throw new AssertionError("not part of this test");
    }

    @Override
    public List<Finding> completeTables(List<TableSchema> wanted) {
        throw new AssertionError("apply completes no tables");
    }

    @Override
    public TaskStore taskStore() {
        throw new AssertionError("apply keeps its checkpoint with its writer");
    }

    @Override
    public LoadWriter openLoadWriter(TableSchema wanted, Fence fence) {
        throw new AssertionError("apply loads nothing");
    }

    @Override
    public ChangeWriter openChangeWriter(Fence fence) {
        throw new AssertionError("the test brings its own writer");
    }

    @Override
    public void close() {}
}

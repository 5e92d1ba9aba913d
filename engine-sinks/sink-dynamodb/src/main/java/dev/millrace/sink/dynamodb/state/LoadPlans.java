package dev.millrace.sink.dynamodb.state;

import dev.millrace.model.TableId;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.TableProgress;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.sink.TableProgress.ChunkProgress;
import dev.millrace.spi.source.Chunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import static dev.millrace.sink.dynamodb.state.ControlItems.number;
import static dev.millrace.sink.dynamodb.state.ControlItems.text;

/**
 * Which chunks tables are loaded by, and which of them are done: an item for each chunk, and one for the table that says how many there are.
 * The latter is written last; without its number a table counts as one that has to be planned anew. Thread-safe as {@link ControlItems}.
 */
final class LoadPlans {
    private static final String TABLE = "table";
    private static final String CHUNKS = "chunk_count";
    private static final int ITEMS_AT_ONCE = 20;

    private final ControlItems items;

    LoadPlans(ControlItems items) {
        this.items = items;
    }

    static String chunk(TableId table, int ordinal) {
        return ControlItems.item("chunk", table) + String.format("%010d", ordinal);
    }

    List<TableProgress> read() {
        List<TableProgress> plans = new ArrayList<>();
        for (Map<String, AttributeValue> plan : items.query(TABLE + "#")) {
            TableId table = new TableId(text(plan, "table_owner"), text(plan, "table_name"));
            boolean created = number(plan, "created") == 1;
            List<ChunkProgress> chunks = number(plan, CHUNKS) == 0
                    ? List.of()
                    : items.query(ControlItems.item("chunk", table)).stream()
                            .map(LoadPlans::chunk)
                            .toList();
            plans.add(new TableProgress(table, created, chunks));
        }
        return plans;
    }

    private static ChunkProgress chunk(Map<String, AttributeValue> item) {
        Chunk chunk = new Chunk(
                (int) number(item, "ordinal"),
                text(item, "bounds"),
                number(item, "estimated_rows"),
                text(item, "chunk_name"));
        Optional<ChunkDone> done = item.containsKey("done_rows")
                ? Optional.of(new ChunkDone(number(item, "done_rows"), text(item, "done_low"), text(item, "done_high")))
                : Optional.empty();
        return new ChunkProgress(chunk, done);
    }

    void replace(Fence fence, TableId table, boolean created, List<Chunk> chunks) {
        items.write(fence, List.of(plan(table, created, 0), items.delete(ControlItems.item("suspended", table))));
        delete(fence, ControlItems.item("chunk", table));
        List<TransactWriteItem> puts = new ArrayList<>();
        chunks.forEach(chunk -> puts.add(put(table, chunk)));
        inParts(fence, puts);
        if (!chunks.isEmpty()) {
            items.write(fence, List.of(plan(table, created, chunks.size())));
        }
    }

    private TransactWriteItem plan(TableId table, boolean created, int chunks) {
        Map<String, AttributeValue> plan = new HashMap<>();
        plan.put("table_owner", text(table.schema()));
        plan.put("table_name", text(table.table()));
        plan.put("created", number(created ? 1 : 0));
        plan.put(CHUNKS, number(chunks));
        return items.put(ControlItems.item(TABLE, table), plan);
    }

    private TransactWriteItem put(TableId table, Chunk chunk) {
        return items.put(
                chunk(table, chunk.ordinal()),
                Map.of(
                        "ordinal", number(chunk.ordinal()),
                        "bounds", text(chunk.bounds()),
                        "estimated_rows", number(chunk.estimatedRows()),
                        "chunk_name", text(chunk.name())));
    }

    /** No chunk is done any more. */
    void unmark(Fence fence) {
        List<TransactWriteItem> marks = new ArrayList<>();
        for (Map<String, AttributeValue> chunk : items.query("chunk#")) {
            if (chunk.containsKey("done_rows")) {
                marks.add(TransactWriteItem.builder()
                        .update(update -> update.tableName(ControlTable.TASK.tableName())
                                .key(items.key(text(chunk, "item")))
                                .updateExpression("REMOVE done_rows, done_low, done_high"))
                        .build());
            }
        }
        inParts(fence, marks);
    }

    /** Forgets all items whose sort keys begin so. */
    void delete(Fence fence, String begin) {
        List<TransactWriteItem> deletes = new ArrayList<>();
        items.query(begin).forEach(item -> deletes.add(items.delete(text(item, "item"))));
        inParts(fence, deletes);
    }

    private void inParts(Fence fence, List<TransactWriteItem> all) {
        for (int from = 0; from < all.size(); from += ITEMS_AT_ONCE) {
            items.write(fence, all.subList(from, Math.min(from + ITEMS_AT_ONCE, all.size())));
        }
    }
}

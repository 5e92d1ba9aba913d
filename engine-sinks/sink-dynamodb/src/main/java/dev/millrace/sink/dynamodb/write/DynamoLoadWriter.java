package dev.millrace.sink.dynamodb.write;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.sink.dynamodb.call.RequestPool;
import dev.millrace.sink.dynamodb.item.ItemJson;
import dev.millrace.sink.dynamodb.item.ItemLayout;
import dev.millrace.sink.dynamodb.state.FencedState;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.RefusedChange;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the rows of chunks as items, several requests beside each other. Items show as they are put; a chunk that is read again puts them
 * again. They carry no version: no change is older than they are.
 */
public final class DynamoLoadWriter implements LoadWriter {
    private final ItemLayout layout;
    private final ItemJson json;
    private final BatchPuts puts;
    private final LoadLane lane;
    private final FencedState state;
    private final List<RefusedChange> refused = new ArrayList<>();
    private int markedRefused;

    /** @param pool makes the requests beside each other, so many at once and with so many rows behind them as the pace says */
    public DynamoLoadWriter(ItemLayout layout, BatchPuts puts, RequestPool pool, FencedState state, LoadPace pace) {
        this.layout = layout;
        this.json = new ItemJson(layout.keyNames().size());
        this.puts = puts;
        this.lane = new LoadLane(pool, pace.requests(), pace.bufferRows());
        this.state = state;
    }

    /** All rows become items before the first is put, so that one that can't is found alone. */
    @Override
    public void write(List<Row> rows) {
        List<PutBatch> batches = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += BatchPuts.ITEMS) {
            batches.add(PutBatch.of(layout, rows.subList(from, Math.min(from + BatchPuts.ITEMS, rows.size())), json));
        }
        for (PutBatch batch : batches) {
            lane.add(() -> puts.put(batch), batch.items());
        }
    }

    @Override
    public void mark() {
        lane.awaitAll();
        markedRefused = refused.size();
    }

    @Override
    public void rollbackToMark() {
        forgetUnderWay();
        refused.subList(markedRefused, refused.size()).clear();
    }

    @Override
    public void record(RefusedChange change) {
        refused.add(change);
    }

    @Override
    public void commit(TableId source, int chunkOrdinal, ChunkDone done) {
        lane.awaitAll();
        state.chunkDone(source, chunkOrdinal, done, refused);
        refused.clear();
        markedRefused = 0;
    }

    @Override
    public void rollback() {
        forgetUnderWay();
        refused.clear();
        markedRefused = 0;
    }

    @Override
    public void close() {
        rollback();
    }

    private void forgetUnderWay() {
        try {
            lane.awaitAll();
        } catch (ReplicationException e) {
            // whoever takes back has been told of a failure already
        }
    }
}

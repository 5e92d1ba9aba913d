package dev.millrace.testing.contract.memory;

import dev.millrace.model.TableId;
import dev.millrace.spi.sink.TableProgress;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.sink.TableProgress.ChunkProgress;
import dev.millrace.spi.source.Chunk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The chunks of one table, and which of them are done. */
final class PlanMemory {
    private final boolean created;
    private final List<Chunk> chunks;
    private final Map<Integer, ChunkDone> done = new HashMap<>();

    PlanMemory(boolean created, List<Chunk> chunks) {
        this.created = created;
        this.chunks = List.copyOf(chunks);
    }

    PlanMemory copy() {
        PlanMemory copy = new PlanMemory(created, chunks);
        copy.done.putAll(done);
        return copy;
    }

    void mark(int chunk, ChunkDone mark) {
        done.put(chunk, mark);
    }

    void unmark() {
        done.clear();
    }

    TableProgress progress(TableId source) {
        return new TableProgress(
                source,
                created,
                chunks.stream()
                        .map(chunk -> new ChunkProgress(chunk, Optional.ofNullable(done.get(chunk.ordinal()))))
                        .toList());
    }
}

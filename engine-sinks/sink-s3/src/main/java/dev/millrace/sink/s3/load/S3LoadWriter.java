package dev.millrace.sink.s3.load;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.BulkFormat;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.sink.s3.file.Image;
import dev.millrace.sink.s3.file.RecordSettings;
import dev.millrace.sink.s3.file.RowEncoder;
import dev.millrace.sink.s3.file.UnparsedRows;
import dev.millrace.sink.s3.state.Effects;
import dev.millrace.sink.s3.state.TaskState;
import dev.millrace.sink.s3.upload.PendingUpload;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.RefusedChange;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the rows of chunks to files while they come; they show when their chunk is committed. */
public final class S3LoadWriter implements LoadWriter {
    private static final Logger log = LoggerFactory.getLogger(S3LoadWriter.class);

    private final TaskState state;
    private final Fence fence;
    private final RowEncoder encoder;
    private final RecordSettings records;
    private final Supplier<Instant> time;
    private final LoadFiles files;
    private final EncodedRows encoded = new EncodedRows();
    private final List<RefusedChange> refused = new ArrayList<>();
    private @Nullable UnparsedRows unparsed;
    private boolean marked;
    private int markedRefusals;

    /**
     * @param encoder of rows of the table
     * @param time what {@code TimestampColumnName} shows
     * @param files what the table's rows go to
     */
    public S3LoadWriter(
            TaskState state,
            Fence fence,
            RowEncoder encoder,
            RecordSettings records,
            Supplier<Instant> time,
            LoadFiles files) {
        this.state = state;
        this.fence = fence;
        this.encoder = encoder;
        this.records = records;
        this.time = time;
        this.files = files;
    }

    @Override
    public void beginChunk(Chunk chunk, ChunkPolicy policy) {
        files.begin(chunk, policy);
    }

    @Override
    public void write(List<Row> batch) {
        int before = encoded.count();
        List<String> leading = records.beforeLoaded(time.get());
        try {
            for (Row row : batch) {
                encoder.append(leading, row, null, Image.WHOLE, encoded.out());
                encoded.endRow();
            }
        } catch (ReplicationException e) {
            encoded.truncate(before);
            throw e;
        }
        if (!marked) {
            flush();
        }
    }

    @Override
    public Optional<BulkFormat> bulkFormat(List<BulkFormat> offered) {
        return offered.stream()
                .filter(format -> encoder.unparsed(format).isPresent())
                .findFirst();
    }

    @Override
    public void write(BulkFormat format, ByteBuilder part) {
        UnparsedRows rows = unparsed(format);
        rows.begin(records.beforeLoaded(time.get()));
        int at = 0;
        while (at < part.size()) {
            at = rows.append(part.array(), at, encoded.out());
            encoded.endRow();
        }
        flush();
    }

    private UnparsedRows unparsed(BulkFormat format) {
        UnparsedRows known = unparsed;
        if (known == null) {
            known = encoder.unparsed(format)
                    .orElseThrow(() -> new IllegalArgumentException("rows as " + format.name() + " are not taken"));
            unparsed = known;
        }
        return known;
    }

    /** What comes from now on is held back, since a file can't be shortened. */
    @Override
    public void mark() {
        flush();
        marked = true;
        markedRefusals = refused.size();
    }

    @Override
    public void rollbackToMark() {
        encoded.truncate(0);
        refused.subList(markedRefusals, refused.size()).clear();
    }

    @Override
    public void record(RefusedChange change) {
        refused.add(change);
    }

    @Override
    public void commit(TableId source, int chunkOrdinal, ChunkDone done) {
        flush();
        List<PendingUpload> uploads = files.finish();
        Effects effects = new Effects(uploads, List.of(), refused);
        forget();
        state.commitChunk(fence, source, chunkOrdinal, done, effects);
    }

    @Override
    public void rollback() {
        forget();
        try {
            files.abort();
        } catch (ReplicationException e) {
            log.debug("uploads are left to the next start: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        rollback();
    }

    private void flush() {
        files.write(encoded);
        encoded.truncate(0);
    }

    private void forget() {
        encoded.truncate(0);
        refused.clear();
        marked = false;
        markedRefusals = 0;
    }
}

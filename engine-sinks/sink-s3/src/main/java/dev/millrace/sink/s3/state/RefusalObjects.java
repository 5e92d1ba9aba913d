package dev.millrace.sink.s3.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.refusal.RowImage;
import dev.millrace.sink.s3.upload.ObjectStore;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.RecordedChange;
import dev.millrace.spi.sink.RefusedChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Refused changes, one JSON object a line; an object of S3 for each commit that has some. Its name is the number of the first of them and the
 * fence of who wrote it: what an instance wrote and did not commit is written again under the same number by a later instance, and of one
 * number the latest instance's counts. Stateless but for its surroundings.
 */
final class RefusalObjects {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int DIGITS = 19;

    private final ObjectStore store;
    private final String folder;
    private final Clock clock;

    RefusalObjects(ObjectStore store, String folder, Clock clock) {
        this.store = store;
        this.folder = folder;
        this.clock = clock;
    }

    /** A line. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Line(
            long id,
            String schema,
            String table,
            RefusedChange.Kind kind,
            String position,
            String key,
            @Nullable String before,
            @Nullable String after,
            String errorCode,
            String message,
            String refusedAt) {

        RecordedChange recorded() {
            return new RecordedChange(
                    id,
                    new TableId(schema, table),
                    kind,
                    position,
                    key,
                    Optional.ofNullable(before),
                    Optional.ofNullable(after),
                    errorCode,
                    message,
                    1,
                    Instant.parse(refusedAt));
        }
    }

    /** Writes changes down; they count once the state says that there are so many. */
    void write(long firstId, Fence fence, List<RefusedChange> refused) {
        if (refused.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        long id = firstId;
        for (RefusedChange change : refused) {
            lines.append(json(line(id++, change))).append('\n');
        }
        store.put(
                folder + padded(firstId) + "-" + padded(fence.number()) + ".jsonl",
                lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Those that count, in order. */
    List<RecordedChange> read(long afterId, long lastId, int limit) {
        Map<Long, String> latest = new TreeMap<>();
        for (String key : store.keys(folder)) {
            long first = Long.parseLong(key.substring(folder.length(), folder.length() + DIGITS));
            if (first <= lastId) {
                latest.put(first, key);
            }
        }
        List<RecordedChange> found = new ArrayList<>();
        for (String key : latest.values()) {
            for (String line : text(key).split("\n")) {
                RecordedChange change = parsed(line).recorded();
                if (change.id() > afterId && found.size() < limit) {
                    found.add(change);
                }
            }
        }
        return found;
    }

    private Line line(long id, RefusedChange change) {
        TableSchema table = change.table();
        return new Line(
                id,
                change.source().schema(),
                change.source().table(),
                change.kind(),
                change.position(),
                key(change),
                image(table, change.before()),
                image(table, change.after()),
                change.failure().code().name(),
                String.valueOf(change.failure().getMessage()),
                clock.instant().toString());
    }

    private static String key(RefusedChange change) {
        Row row = change.before() != null ? change.before() : change.after();
        if (row == null) {
            return "{}";
        }
        TableSchema table = change.table();
        return table.identifyingKey()
                .map(KeySchema::columns)
                .map(columns -> RowImage.of(table, row, table.ordinals(columns)))
                .orElseGet(() -> RowImage.of(table, row));
    }

    private static @Nullable String image(TableSchema table, @Nullable Row row) {
        return row == null ? null : RowImage.of(table, row);
    }

    private String text(String key) {
        return store.get(key)
                .map(stored -> new String(stored.content(), StandardCharsets.UTF_8))
                .orElse("");
    }

    private static String padded(long number) {
        return String.format("%0" + DIGITS + "d", number);
    }

    private static String json(Line line) {
        try {
            return JSON.writeValueAsString(line);
        } catch (IOException e) {
            throw new ReplicationException(ErrorCode.INTERNAL, "a refused change can't be told as JSON", e);
        }
    }

    private static Line parsed(String line) {
        try {
            return JSON.readValue(line, Line.class);
        } catch (IOException e) {
            throw new ReplicationException(
                    ErrorCode.CHECKPOINT_UNUSABLE, "a recorded change is not the JSON that was written", e);
        }
    }
}

package dev.millrace.sink.s3.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.sink.s3.upload.ObjectStore;
import dev.millrace.sink.s3.upload.StoredObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The task's state as an object that only who has seen its last version may replace. Not thread-safe. */
final class ConditionalObject {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final ObjectStore store;
    private final String key;
    private TaskObject content = TaskObject.NEW;
    private @Nullable String etag;
    private boolean known;

    ConditionalObject(ObjectStore store, String key) {
        this.store = store;
        this.key = key;
    }

    /** What was read or written last; read anew if there is nothing, or if the outcome of a write is unknown. */
    TaskObject content() {
        return known ? content : read();
    }

    /** Reads it anew; {@link TaskObject#NEW} if there is none. */
    TaskObject read() {
        Optional<StoredObject> stored = store.get(key);
        etag = stored.map(StoredObject::etag).orElse(null);
        content = stored.map(found -> parsed(found.content())).orElse(TaskObject.NEW);
        known = true;
        return content;
    }

    /**
     * Puts another content in the place of the one that was read or written last.
     *
     * @throws ReplicationException {@code FENCED} if another instance has written meanwhile
     */
    void write(TaskObject next) {
        byte[] bytes = bytes(next);
        String replaced = etag;
        known = false;
        Optional<String> written =
                replaced == null ? store.putIfAbsent(key, bytes) : store.putIfMatch(key, bytes, replaced);
        etag = written.orElseGet(() -> writtenBefore(bytes));
        content = next;
        known = true;
    }

    /** A write whose answer was lost has been made all the same. */
    private String writtenBefore(byte[] bytes) {
        return store.get(key)
                .filter(stored -> Arrays.equals(stored.content(), bytes))
                .map(StoredObject::etag)
                .orElseThrow(() -> new ReplicationException(
                        ErrorCode.FENCED,
                        "another instance of the task has written " + key + "; let one instance run at a time"));
    }

    private TaskObject parsed(byte[] bytes) {
        try {
            return JSON.readValue(bytes, TaskObject.class);
        } catch (IOException e) {
            throw new ReplicationException(
                    ErrorCode.CHECKPOINT_UNUSABLE,
                    key + " is not what a task of this version writes; delete it and the task's files to begin anew",
                    e);
        }
    }

    private static byte[] bytes(TaskObject object) {
        try {
            return JSON.writeValueAsBytes(object);
        } catch (IOException e) {
            throw new ReplicationException(ErrorCode.INTERNAL, "the task's state can't be told as JSON", e);
        }
    }
}

package dev.millrace.sink.s3.state;

import dev.millrace.sink.s3.upload.PendingUpload;
import dev.millrace.spi.sink.RefusedChange;
import java.util.List;

/**
 * What a commit does outside the task's state.
 *
 * @param files are completed, after the deletions
 * @param deleted keys of objects that go
 * @param refused are written down
 */
public record Effects(List<PendingUpload> files, List<String> deleted, List<RefusedChange> refused) {
    static final Effects NONE = new Effects(List.of(), List.of(), List.of());

    public Effects {
        files = List.copyOf(files);
        deleted = List.copyOf(deleted);
        refused = List.copyOf(refused);
    }
}

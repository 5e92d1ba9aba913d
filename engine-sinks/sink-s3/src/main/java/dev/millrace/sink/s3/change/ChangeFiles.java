package dev.millrace.sink.s3.change;

import dev.millrace.model.TableId;
import dev.millrace.sink.s3.upload.PendingUpload;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoggedChange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which changes share a file, where files of changes lie, what they are called, and what is in them. */
public interface ChangeFiles {

    /** Names the series of files that a source table's changes go to, one file after the other; tables may share it. */
    String series(TableId source);

    /** Whether changes of that kind are not written. A truncation is none: it deletes files. */
    boolean leavesOut(LoggedChange.Operation operation);

    /**
     * Opens a file for this change and later ones.
     *
     * @param name as {@link #name} gave it
     */
    ChangeFile open(LoggedChange first, String name, Fence fence);

    /**
     * The time that the next file of a series is called by.
     *
     * @param commitTime of its first change
     * @param before the last one of the series; null if there was none
     */
    String name(Instant commitTime, @Nullable String before);

    /** Whether a table's rows lie in files of its own, so that a truncation can delete them. */
    boolean areDeletable();

    /** Keys of all files that a truncation of the table deletes; asked only if they are deletable. */
    List<String> shown(TableId table);

    /** Gives up a file that is finished and was never committed. */
    void abort(PendingUpload upload);
}

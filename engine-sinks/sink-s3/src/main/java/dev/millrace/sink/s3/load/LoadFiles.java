package dev.millrace.sink.s3.load;

import dev.millrace.sink.s3.file.TableFile;
import dev.millrace.sink.s3.file.TableFiles;
import dev.millrace.sink.s3.upload.PendingUpload;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files that one chunk's rows go to, none of them larger than {@code MaxFileSize} unless a single row is. Belongs to one thread. */
public final class LoadFiles {
    private final TableFiles files;
    private final long largest;
    private final LoadNumbers ofTable;

    private final List<Integer> taken = new ArrayList<>();
    private final List<PendingUpload> finished = new ArrayList<>();
    private LoadPlace place;
    private @Nullable TableFile open;

    /**
     * @param largest bytes of a file, before any compression
     * @param ofTable numbers the table's files
     */
    public LoadFiles(TableFiles files, long largest, LoadNumbers ofTable) {
        this.files = files;
        this.largest = largest;
        this.ofTable = ofTable;
        this.place = LoadPlace.inTable(ofTable);
    }

    /** The next rows are those of this chunk; nothing of another is left. */
    void begin(Chunk chunk, ChunkPolicy policy) {
        place = LoadPlace.of(chunk, policy, ofTable);
    }

    /** Adds rows. */
    void write(EncodedRows rows) {
        byte[] bytes = rows.bytes();
        int from = 0;
        int to = 0;
        for (int row = 0; row < rows.count(); row++) {
            int end = rows.end(row);
            boolean some = size() + (to - from) > 0;
            if (some && size() + (end - from) > largest) {
                write(bytes, from, to);
                cut();
                from = to;
            }
            to = end;
        }
        write(bytes, from, to);
    }

    /** Ends the chunk: the uploads that are to be committed with it. They are the caller's from then on. */
    List<PendingUpload> finish() {
        cut();
        List<PendingUpload> uploads = List.copyOf(finished);
        finished.clear();
        taken.clear();
        return uploads;
    }

    /** Gives up what was written. */
    void abort() {
        place.numbers().giveBack(taken);
        taken.clear();
        List<PendingUpload> left = List.copyOf(finished);
        finished.clear();
        TableFile file = open;
        open = null;
        if (file != null) {
            file.abort();
        }
        left.forEach(files::abort);
    }

    private long size() {
        TableFile file = open;
        return file == null ? 0 : file.bytes();
    }

    private void write(byte[] bytes, int from, int to) {
        if (to == from) {
            return;
        }
        TableFile file = open;
        if (file == null) {
            int number = place.numbers().take();
            taken.add(number);
            file = files.open(place.folder(), place.name(number));
            open = file;
        }
        file.write(bytes, from, to - from);
    }

    private void cut() {
        TableFile file = open;
        open = null;
        if (file != null) {
            file.finish().ifPresent(finished::add);
        }
    }
}

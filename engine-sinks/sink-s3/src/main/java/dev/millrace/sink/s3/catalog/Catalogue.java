package dev.millrace.sink.s3.catalog;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import java.util.List;

/** Tells others which tables there are, and what their files look like. Thread-safe. */
public interface Catalogue extends AutoCloseable {
    /** Tells nobody. */
    Catalogue NONE = new Catalogue() {
        @Override
        public List<Finding> check(List<TableSchema> wanted) {
            return List.of();
        }

        @Override
        public void use(TableSchema shape) {}

        @Override
        public void show(List<String> keys) {}

        @Override
        public void drop(TableId table) {}

        @Override
        public void close() {}
    };

    /**
     * Looks for what would keep tables out, and takes these shapes as {@link #use} does.
     *
     * @throws ReplicationException if the catalogue can't be reached, or lets nobody in
     */
    List<Finding> check(List<TableSchema> wanted);

    /** The table's next files have this shape. Asks for nothing yet. */
    void use(TableSchema shape);

    /**
     * Files show from now on: their tables and partitions are made if they are missing, and brought to the shape of now. Idempotent; called
     * after the commit of the files, and once more by whoever takes the task over, unless it has returned before.
     *
     * @param keys of the files
     * @throws ReplicationException if that has failed; the files are not touched
     */
    void show(List<String> keys);

    /** Takes a table out, unless it is somebody else's; its files are gone already. Does nothing if there is none. */
    void drop(TableId table);

    /** Ends what is under way. Idempotent. */
    @Override
    void close();
}

package dev.millrace.source.postgres.decoding;

import dev.millrace.model.ChangeEvent.SchemaChange;
import org.jspecify.annotations.Nullable;

/** Finds the schema that a relation message stands for. Called off the row path, by the thread that decodes. */
public interface RelationResolver {

    /** @throws dev.millrace.error.ReplicationException {@code SOURCE_EVENT_UNSUPPORTED} if the table can't be followed any more */
    Resolution resolve(RelationMessage message);

    /**
     * What a relation message means.
     *
     * @param relation null for a table that is not replicated, whose rows are passed over
     * @param change null if the table is as the engine knows it
     */
    record Resolution(@Nullable Relation relation, @Nullable SchemaChange change) {
        public static final Resolution NOT_REPLICATED = new Resolution(null, null);
    }
}

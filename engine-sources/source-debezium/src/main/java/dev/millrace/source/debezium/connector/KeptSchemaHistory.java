package dev.millrace.source.debezium.connector;

import io.debezium.config.Configuration;
import io.debezium.document.DocumentReader;
import io.debezium.document.DocumentWriter;
import io.debezium.relational.history.AbstractSchemaHistory;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.relational.history.HistoryRecordComparator;
import io.debezium.relational.history.SchemaHistoryException;
import io.debezium.relational.history.SchemaHistoryListener;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The history of a run's tables as a list of texts in memory, which {@link HistoryPosition}s carry to the checkpoint and back. Debezium makes
 * it by its name, so runs find theirs by their own. Thread-safe.
 */
public final class KeptSchemaHistory extends AbstractSchemaHistory {
    /** The setting that tells which run it is. */
    public static final String RUN = CONFIGURATION_FIELD_PREFIX_STRING + "millrace.run";

    /** Stands for the run's name in the records, as the next run has another. */
    public static final String ANY_RUN = "millrace";

    private static final Map<String, List<String>> RUNS = new ConcurrentHashMap<>();

    private List<String> records = List.of();
    private String run = "";

    /** For Debezium. */
    public KeptSchemaHistory() {}

    /** Lays out what a run begins with. */
    public static void begin(String run, List<String> history) {
        RUNS.put(run, new CopyOnWriteArrayList<>(history));
    }

    /** What is known of the run's tables by now. */
    public static List<String> of(String run) {
        List<String> known = RUNS.get(run);
        return known == null ? List.of() : List.copyOf(known);
    }

    /** Lets go of what is known of a run that has ended. */
    public static void forget(String run) {
        RUNS.remove(run);
    }

    @Override
    public void configure(
            Configuration config,
            @Nullable HistoryRecordComparator comparator,
            SchemaHistoryListener listener,
            boolean useCatalogBeforeSchema) {
        super.configure(config, comparator, listener, useCatalogBeforeSchema);
        run = config.getString(RUN);
        records = RUNS.computeIfAbsent(run, name -> new CopyOnWriteArrayList<>());
    }

    /** The run's name stands in every record, and the next run has another. */
    @Override
    protected void storeRecord(HistoryRecord record) throws SchemaHistoryException {
        try {
            records.add(DocumentWriter.defaultWriter()
                    .write(record.document())
                    .replace("{\"server\":\"" + run + "\"}", "{\"server\":\"" + ANY_RUN + "\"}"));
        } catch (IOException failure) {
            throw new SchemaHistoryException(failure);
        }
    }

    @Override
    protected void recoverRecords(Consumer<HistoryRecord> consumer) {
        for (String record : records) {
            String mine = record.replace("{\"server\":\"" + ANY_RUN + "\"}", "{\"server\":\"" + run + "\"}");
            try {
                consumer.accept(new HistoryRecord(DocumentReader.defaultReader().read(mine)));
            } catch (IOException failure) {
                throw new SchemaHistoryException(failure);
            }
        }
    }

    @Override
    public boolean exists() {
        return !records.isEmpty();
    }

    @Override
    public boolean storageExists() {
        return true;
    }
}

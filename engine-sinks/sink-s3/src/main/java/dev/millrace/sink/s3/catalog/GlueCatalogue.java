package dev.millrace.sink.s3.catalog;

import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.aws.AwsEndpoint;
import dev.millrace.spi.Finding;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.GlueClient;

/**
 * Glue's catalogue: a database for each schema, and a table for each table from its first file on. With folders by date each folder is a partition,
 * registered with its first file.
 *
 * <p>What was asked for is remembered by this instance, so that a commit asks for nothing unless it brings a folder or a shape that is new. Nothing
 * is taken for granted from instances before: the first file of a table brings the table, and all its folders, into the catalogue.
 */
public final class GlueCatalogue implements Catalogue {
    private static final Logger log = LoggerFactory.getLogger(GlueCatalogue.class);
    private static final int CONNECTIONS = 2;

    private final GlueTables glue;
    private final CatalogueLayout layout;
    private final Function<String, List<String>> keys;

    /** By the prefix of their files. */
    private final Map<String, CatalogueTable> used = new ConcurrentHashMap<>();

    private final Map<String, CatalogueTable> made = new HashMap<>();

    /** Of each table that was made, those partitions that have its shape. */
    private final Map<String, Set<String>> partitions = new HashMap<>();

    private GlueCatalogue(GlueTables glue, CatalogueLayout layout, Function<String, List<String>> keys) {
        this.glue = glue;
        this.layout = layout;
        this.keys = keys;
    }

    /**
     * Asks for nothing yet.
     *
     * @param service is not closed with this
     * @param keys those of the objects below a prefix
     */
    public static Catalogue of(AwsEndpoint service, CatalogueLayout layout, Function<String, List<String>> keys) {
        GlueClient client = service.client(GlueClient.builder(), CONNECTIONS);
        return new GlueCatalogue(new GlueTables(client, layout), layout, keys);
    }

    @Override
    public List<Finding> check(List<TableSchema> wanted) {
        List<CatalogueTable> tables = wanted.stream().map(layout::table).toList();
        wanted.forEach(this::use);
        tables.stream().findFirst().map(CatalogueTable::database).ifPresent(glue::isDatabase);
        return NameCollisions.of(tables);
    }

    @Override
    public void use(TableSchema shape) {
        CatalogueTable table = layout.table(shape);
        used.put(table.prefix(), table);
    }

    @Override
    public synchronized void show(List<String> files) {
        Map<CatalogueTable, Set<String>> folders = new LinkedHashMap<>();
        for (String key : files) {
            CatalogueTable table = tableOf(key);
            if (table == null) {
                log.warn("{} is not told to the catalogue, since its table is no longer one of this task", key);
            } else {
                Set<String> ofTable = folders.computeIfAbsent(table, added -> new TreeSet<>());
                table.partition(key).ifPresent(ofTable::add);
            }
        }
        folders.forEach(this::bring);
    }

    @Override
    public synchronized void drop(TableId table) {
        String prefix = layout.prefix(table);
        made.remove(prefix);
        partitions.remove(prefix);
        glue.drop(CatalogueTable.folded(table.schema()), CatalogueTable.folded(table.table()), prefix);
    }

    @Override
    public void close() {
        glue.close();
    }

    private @Nullable CatalogueTable tableOf(String key) {
        CatalogueTable table = null;
        for (int end = key.lastIndexOf('/'); end >= 0 && table == null; end = key.lastIndexOf('/', end - 1)) {
            table = used.get(key.substring(0, end + 1));
        }
        return table;
    }

    private void bring(CatalogueTable table, Set<String> folders) {
        CatalogueTable before = made.get(table.prefix());
        if (!table.equals(before)) {
            glue.make(table);
            if (before == null && table.partitioned()) {
                Set<String> others = foldersOf(table);
                others.removeAll(folders);
                glue.addMissingPartitions(table, others);
            }
            made.put(table.prefix(), table);
            partitions.remove(table.prefix());
        }
        Set<String> known = partitions.computeIfAbsent(table.prefix(), added -> new TreeSet<>());
        Set<String> fresh = new TreeSet<>(folders);
        fresh.removeAll(known);
        glue.bringPartitions(table, fresh);
        known.addAll(fresh);
    }

    private Set<String> foldersOf(CatalogueTable table) {
        Set<String> folders = new TreeSet<>();
        int without = 0;
        for (String key : keys.apply(table.prefix())) {
            Optional<String> folder = table.partition(key);
            folder.ifPresent(folders::add);
            without += folder.isEmpty() ? 1 : 0;
        }
        if (without > 0) {
            log.warn(
                    "{} files of {} lie in no partition and are not read by its catalogue; they are older than"
                            + " GlueCatalogGeneration, reload the table to have them read",
                    without,
                    table);
        }
        return folders;
    }
}

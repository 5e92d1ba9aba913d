package dev.millrace.source.mysql.catalog;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.RowIdentity;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import dev.millrace.source.mysql.server.ControlConnection;
import dev.millrace.source.mysql.server.ServerFacts;
import dev.millrace.source.mysql.value.NativeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads tables out of {@code information_schema}. */
public final class CatalogReader {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogReader.class);
    private static final String DOING = "reading the catalogue";

    private final ControlConnection control;
    private final ServerFacts facts;
    private final CatalogDialect dialect;
    private final HiddenCharacters hidden;

    public CatalogReader(ControlConnection control, ServerFacts facts) {
        this.control = control;
        this.facts = facts;
        this.dialect = new CatalogDialect(facts.isMariaDb());
        this.hidden = new HiddenCharacters(control, facts.isMariaDb());
    }

    /** The base tables that {@code wanted} accepts, ordered by name. */
    public List<TableSchema> tables(Predicate<TableId> wanted) {
        Map<String, Map<TableId, TableSchema.Builder>> bySchema = new TreeMap<>();
        for (@Nullable String[] row : control.query(DOING, dialect.tables())) {
            TableId id = new TableId(text(row[0]), text(row[1]));
            if (!wanted.test(id)) {
                continue;
            }
            if (!"BASE TABLE".equals(row[2])) {
                LOG.warn("table {} is left out: it is a {} table, whose changes can't be replicated", id, row[2]);
                continue;
            }
            bySchema.computeIfAbsent(id.schema(), key -> new TreeMap<>())
                    .put(id, TableSchema.builder(id, EngineFamily.MYSQL));
        }
        List<TableSchema> result = new ArrayList<>();
        bySchema.forEach((schema, tables) -> result.addAll(load(schema, "", tables)));
        return result;
    }

    /** One table as it is now; empty if it is gone. */
    public Optional<TableSchema> table(TableId id) {
        Map<TableId, TableSchema.Builder> one = new TreeMap<>();
        one.put(id, TableSchema.builder(id, EngineFamily.MYSQL));
        List<TableSchema> found = load(id.schema(), id.table(), one);
        return found.isEmpty() || found.get(0).columnCount() == 0 ? Optional.empty() : Optional.of(found.get(0));
    }

    private List<TableSchema> load(String schema, String table, Map<TableId, TableSchema.Builder> tables) {
        for (@Nullable String[] row : read(dialect.columns(!table.isEmpty()), schema, table)) {
            TableSchema.Builder builder = tables.get(new TableId(schema, text(row[0])));
            if (builder != null) {
                builder.column(column(hidden.complete(schema, row)));
            }
        }
        List<TableSchema> result = new ArrayList<>();
        Map<String, TableKeys> keys = keys(schema, table);
        tables.forEach((id, builder) -> {
            keys.getOrDefault(id.table(), new TableKeys(id)).addTo(builder);
            TableSchema plain = builder.build();
            result.add(plain.toBuilder().rowIdentity(identity(plain)).build());
        });
        return result;
    }

    private Map<String, TableKeys> keys(String schema, String table) {
        Map<String, TableKeys> keys = new TreeMap<>();
        for (@Nullable String[] row : read(dialect.indexes(!table.isEmpty()), schema, table)) {
            keys.computeIfAbsent(text(row[0]), name -> new TableKeys(new TableId(schema, name)))
                    .indexPart(row);
        }
        for (@Nullable String[] row : read(dialect.foreignKeys(!table.isEmpty()), schema, table)) {
            keys.computeIfAbsent(text(row[0]), name -> new TableKeys(new TableId(schema, name)))
                    .foreignKeyPart(row);
        }
        return keys;
    }

    private List<@Nullable String[]> read(String sql, String schema, String table) {
        return table.isEmpty() ? control.query(DOING, sql, schema) : control.query(DOING, sql, schema, table);
    }

    /** A table without a key has all its old values in the log whatever the server's row image is. */
    private RowIdentity identity(TableSchema table) {
        boolean full = facts.variable("binlog_row_image").equalsIgnoreCase("FULL");
        return full || table.identifyingKey().isEmpty() ? RowIdentity.FULL : RowIdentity.KEY;
    }

    private ColumnSchema column(@Nullable String[] row) {
        String declaration = dialect.declaration(row);
        NativeType type = NativeType.parse(declaration);
        long length = row[5] == null ? 0 : Long.parseLong(row[5]);
        String extra = text(row[8]).toLowerCase(Locale.ROOT);
        DataType dataType = TypeMapping.of(type, length);
        Fill fill = fill(extra, text(row[9]));
        return new ColumnSchema(
                text(row[1]),
                dataType,
                declaration,
                "YES".equals(row[3]),
                fill,
                fill == Fill.GENERATED
                        ? dialect.generation(text(row[9]), extra)
                        : dialect.defaultOf(row[4], extra, dataType),
                WireForm.CANONICAL);
    }

    private static Fill fill(String extra, String generation) {
        if (!generation.isEmpty() || extra.contains("virtual generated") || extra.contains("stored generated")) {
            return Fill.GENERATED;
        }
        return extra.contains("auto_increment") ? Fill.IDENTITY : Fill.DEFAULT;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}

package dev.millrace.sink.postgres;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/** Statements and names of secondary indexes. */
final class IndexSql {
    private static final int LONGEST_NAME_BYTES = 63;
    private static final int LONGEST_INDEXED_TEXT = 2600;

    private IndexSql() {}

    /**
     * The index's name on the target. Index names are shared by all tables of a schema here, but belong to one table on engines such
     * as MySQL, so those get the table's name in front.
     */
    static String name(TableSchema wanted, String sourceName) {
        return fitting(
                wanted.family() == EngineFamily.POSTGRES
                        ? sourceName
                        : wanted.id().table() + "_" + sourceName);
    }

    /** The name itself, or if it is too long its beginning and a checksum of all of it. */
    static String fitting(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LONGEST_NAME_BYTES) {
            return name;
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        String suffix = "_" + String.format(Locale.ROOT, "%08x", checksum.getValue());
        int end = name.length();
        while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME_BYTES - suffix.length()) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end) + suffix;
    }

    static Optional<String> create(TableSchema wanted, IndexSchema index) {
        if (wanted.family() == EngineFamily.POSTGRES) {
            Optional<String> rewritten = rewrite(wanted, index);
            if (rewritten.isPresent()) {
                return rewritten;
            }
        } else if (isForeignSpeciality(wanted, index)) {
            return Optional.empty();
        }
        if (index.columns().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(head(wanted, index) + " (" + PostgresDialect.quoted(index.columns()) + ")");
    }

    private static String head(TableSchema wanted, IndexSchema index) {
        return (index.unique() ? "CREATE UNIQUE INDEX " : "CREATE INDEX ")
                + PostgresDialect.quoted(name(wanted, index.name())) + " ON " + PostgresDialect.quoted(wanted.id());
    }

    /** The source's definition from its access method on, behind the target's names; empty if columns have other names on the target. */
    private static Optional<String> rewrite(TableSchema wanted, IndexSchema index) {
        int using = endOfNames(index.definition());
        if (using < 0) {
            return Optional.empty();
        }
        String rest = index.definition().substring(using);
        boolean sameNames = index.columns().stream()
                .allMatch(column -> rest.contains(column) || rest.contains(PostgresDialect.quoted(column)));
        return sameNames ? Optional.of(head(wanted, index) + rest) : Optional.empty();
    }

    /** Where {@code " USING "} begins, looked for outside of quoted names. */
    private static int endOfNames(String definition) {
        boolean quoted = false;
        for (int i = 0; i < definition.length(); i++) {
            if (definition.charAt(i) == '"') {
                quoted = !quoted;
            } else if (!quoted && definition.startsWith(" USING ", i)) {
                return i;
            }
        }
        return -1;
    }

    /** Full-text and spatial indexes, and indexes over a prefix of long text, which a B-tree here would refuse to hold. */
    private static boolean isForeignSpeciality(TableSchema wanted, IndexSchema index) {
        String definition = index.definition().toUpperCase(Locale.ROOT);
        return definition.contains("FULLTEXT")
                || definition.contains("SPATIAL")
                || wanted.columns().stream()
                        .filter(column -> index.columns().contains(column.name()))
                        .anyMatch(IndexSql::isTooLong);
    }

    private static boolean isTooLong(ColumnSchema column) {
        return switch (column.type().kind()) {
            case CLOB, BLOB, GEOMETRY, JSON, XML, OTHER -> true;
            case STRING, BYTES -> column.type().length() == 0 || column.type().length() > LONGEST_INDEXED_TEXT;
            default -> false;
        };
    }
}

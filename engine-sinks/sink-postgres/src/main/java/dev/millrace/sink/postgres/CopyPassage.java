package dev.millrace.sink.postgres;

import dev.millrace.model.BulkFormat;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.postgres.encode.CopyEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Whether what another PostgreSQL server prints of a table can go into the target's {@code COPY} as it is, and leave there what the single
 * values would.
 */
final class CopyPassage {
    static final BulkFormat BINARY = new BulkFormat("postgres-copy-binary");
    static final BulkFormat TEXT = new BulkFormat("postgres-copy-text");

    /**
     * Built-in types whose binary form every version reads alike, and refuses or rounds as it does the text. Not among them: interval, whose
     * infinity (PostgreSQL 17) is a finite value to older servers, and what few tables have.
     */
    private static final Set<String> BINARY_TYPES = Set.of(
            "boolean",
            "smallint",
            "integer",
            "bigint",
            "real",
            "double precision",
            "numeric",
            "text",
            "character varying",
            "character",
            "bytea",
            "date",
            "time without time zone",
            "time with time zone",
            "timestamp without time zone",
            "timestamp with time zone",
            "uuid",
            "json",
            "jsonb",
            "inet",
            "cidr",
            "macaddr",
            "bit",
            "bit varying");

    private CopyPassage() {}

    /** The best of the formats offered that fits; empty if none does. */
    static Optional<BulkFormat> choose(List<BulkFormat> offered, TableBinding binding) {
        int[] columns = binding.writable();
        if (!Arrays.equals(columns, carried(binding.wanted()))) {
            return Optional.empty();
        }
        if (offered.contains(BINARY) && Arrays.stream(columns).allMatch(column -> isSameInBinary(binding, column))) {
            return Optional.of(BINARY);
        }
        return offered.contains(TEXT) && CopyEncoder.copiesText(binding.wanted(), columns)
                ? Optional.of(TEXT)
                : Optional.empty();
    }

    private static int[] carried(TableSchema wanted) {
        return IntStream.range(0, wanted.columnCount())
                .filter(column -> wanted.column(column).fill() != Fill.GENERATED)
                .toArray();
    }

    private static boolean isSameInBinary(TableBinding binding, int column) {
        ColumnSchema wanted = binding.wanted().column(column);
        ColumnSchema target = binding.targetColumn(column);
        if (wanted.type().kind() == Kind.ENUM) {
            // the binary form of an enum is its label
            return target.type().kind() == Kind.ENUM;
        }
        String type = typeName(wanted);
        String element = type.endsWith("[]") ? type.substring(0, type.length() - 2) : type;
        return BINARY_TYPES.contains(element) && type.equals(typeName(target));
    }

    /** Without length, precision and collation: both forms of a value meet the target's own alike. */
    private static String typeName(ColumnSchema column) {
        String type = column.nativeType();
        int collation = type.indexOf(" COLLATE ");
        String plain = collation < 0 ? type : type.substring(0, collation);
        int open = plain.indexOf('(');
        return open < 0 ? plain : plain.substring(0, open) + plain.substring(plain.indexOf(')', open) + 1);
    }
}

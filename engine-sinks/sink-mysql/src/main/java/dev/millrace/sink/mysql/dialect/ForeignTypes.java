package dev.millrace.sink.mysql.dialect;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableSchema;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one table by which columns of other families become MySQL columns; the same table is in {@code docs/type-mapping.md}.
 *
 * <p>No type loses a value in silence: what a column can't hold exactly is refused row by row. Types are chosen for a table as a
 * whole, since text in a key needs a length, and since all columns but large objects share 65,535 bytes.
 */
final class ForeignTypes {
    /** MySQL's longest key, in bytes. */
    static final int KEY_BYTES = 3072;

    private static final int ROW_BYTES = 65_535;
    private static final int LONGEST_VARCHAR = 16_383;
    private static final int KEY_TEXT_LENGTH = 255;
    private static final int LARGEST_PRECISION = 65;
    private static final int LARGEST_SCALE = 30;
    private static final int LARGEST_TIME_SCALE = 6;
    private static final int POSTGRES_LABEL_LENGTH = 63;
    private static final int BYTES_PER_CHARACTER = 4;
    private static final int BYTES_OUTSIDE_OF_STRINGS = 16;

    private final Map<String, String> types = new HashMap<>();

    private ForeignTypes() {}

    /** The types of all columns. */
    static ForeignTypes of(TableSchema wanted) {
        ForeignTypes result = new ForeignTypes();
        Map<String, Integer> keyLengths = keyLengths(wanted);
        for (ColumnSchema column : wanted.columns()) {
            result.types.put(column.name(), map(wanted.family(), column, keyLengths.get(column.name())));
        }
        result.fitRow(wanted, keyLengths.keySet());
        return result;
    }

    String type(ColumnSchema column) {
        String type = types.get(column.name());
        if (type == null) {
            throw new IllegalArgumentException("no column " + column.name());
        }
        return type;
    }

    /** Whether the column holds text or bytes without a length, so that an index on it needs a prefix. */
    static boolean isLarge(String type) {
        return type.matches("(?i)(tiny|medium|long)?(text|blob)\\b.*")
                || type.equals("json")
                || type.equals("geometry");
    }

    private static String map(EngineFamily family, ColumnSchema column, @Nullable Integer key) {
        DataType type = column.type();
        return switch (type.kind()) {
            case BOOLEAN -> "tinyint(1)";
            case INT1 -> "tinyint";
            case INT2 -> "smallint";
            case INT4 -> "int";
            case INT8 -> "bigint";
            case UINT1 -> "tinyint unsigned";
            case UINT2 -> "smallint unsigned";
            case UINT4 -> "int unsigned";
            case UINT8 -> "bigint unsigned";
            case NUMERIC -> numeric(type);
            case REAL4 -> "float";
            case REAL8 -> "double";
            case BYTES, BLOB -> bytes(type.length(), key);
            case BIT -> bits(column, key);
            case DATE -> "date";
            case TIME -> "time" + fraction(family, column);
            case DATETIME, TIMESTAMP_TZ -> dateTime(family, column);
            case TIME_TZ -> "varchar(32)";
            case YEAR -> "year";
            case JSON -> key == null ? "json" : "varchar(" + key + ")";
            case UUID -> "char(36) CHARACTER SET ascii COLLATE ascii_bin";
            case ENUM -> "varchar(" + labelLength(type) + ")";
            case GEOMETRY -> "geometry";
            case STRING, CLOB, XML, INTERVAL, SET, ARRAY, OTHER -> text(type.length(), key);
        };
    }

    private static String numeric(DataType type) {
        int scale = Math.max(0, type.scale());
        int precision = Math.max(type.precision() - Math.min(0, type.scale()), scale);
        boolean fits = type.precision() > 0 && precision <= LARGEST_PRECISION && scale <= LARGEST_SCALE;
        return fits ? "decimal(" + precision + "," + scale + ")" : widestNumeric();
    }

    /** For numbers without declared precision: values with more digits on either side of the point are refused. */
    static String widestNumeric() {
        return "decimal(" + LARGEST_PRECISION + "," + LARGEST_SCALE + ")";
    }

    private static String text(long length, @Nullable Integer key) {
        if (key != null) {
            return "varchar(" + (length == 0 ? key : Math.min(length, key)) + ")";
        }
        return length == 0 || length > LONGEST_VARCHAR ? "longtext" : "varchar(" + length + ")";
    }

    private static String bytes(long length, @Nullable Integer key) {
        if (key != null) {
            return "varbinary(" + (length == 0 ? key : Math.min(length, key)) + ")";
        }
        return length == 0 || length > LONGEST_VARCHAR ? "longblob" : "varbinary(" + length + ")";
    }

    /** A {@code bit} of MySQL has leading zeros up to its length, so strings of varying length stay text. */
    private static String bits(ColumnSchema column, @Nullable Integer key) {
        long length = column.type().length();
        boolean varying = column.nativeType().contains("var");
        return length == 0 || length > Long.SIZE || varying ? text(length, key) : "bit(" + length + ")";
    }

    private static String dateTime(EngineFamily family, ColumnSchema column) {
        return column.type().scale() > LARGEST_TIME_SCALE ? "varchar(37)" : "datetime" + fraction(family, column);
    }

    private static String fraction(EngineFamily family, ColumnSchema column) {
        int scale = Math.min(column.type().scale(), LARGEST_TIME_SCALE);
        boolean undeclared =
                family == EngineFamily.POSTGRES && !column.nativeType().contains("(");
        int digits = undeclared ? LARGEST_TIME_SCALE : scale;
        return digits == 0 ? "" : "(" + digits + ")";
    }

    private static int labelLength(DataType type) {
        return type.labels().stream().mapToInt(String::length).reduce(POSTGRES_LABEL_LENGTH, Math::max);
    }

    /** How long text may be in each column of a key, so that no key grows over its limit. */
    private static Map<String, Integer> keyLengths(TableSchema wanted) {
        Map<String, Integer> lengths = new HashMap<>();
        wanted.primaryKey().ifPresent(key -> limit(wanted, key.columns(), lengths));
        for (KeySchema key : wanted.uniqueKeys()) {
            limit(wanted, key.columns(), lengths);
        }
        for (ForeignKeySchema key : wanted.foreignKeys()) {
            limit(wanted, key.columns(), lengths);
        }
        return lengths;
    }

    private static void limit(TableSchema wanted, List<String> columns, Map<String, Integer> lengths) {
        int open = 0;
        int left = KEY_BYTES;
        Set<String> openColumns = new HashSet<>();
        for (String name : columns) {
            ColumnSchema column = wanted.column(wanted.ordinals(List.of(name))[0]);
            long length = column.type().length();
            if (!isText(column.type().kind())) {
                left -= BYTES_OUTSIDE_OF_STRINGS * 2;
            } else if (length > 0 && length <= KEY_TEXT_LENGTH) {
                left -= (int) length * BYTES_PER_CHARACTER;
                lengths.merge(name, (int) length, Math::min);
            } else {
                open++;
                openColumns.add(name);
            }
        }
        if (open == 0) {
            return;
        }
        int share = Math.max(1, left / open / BYTES_PER_CHARACTER);
        for (String name : openColumns) {
            long declared =
                    wanted.column(wanted.ordinals(List.of(name))[0]).type().length();
            int wish = declared == 0 ? KEY_TEXT_LENGTH : (int) Math.min(declared, KEY_BYTES / BYTES_PER_CHARACTER);
            lengths.merge(name, Math.min(wish, share), Math::min);
        }
    }

    private static boolean isText(Kind kind) {
        return switch (kind) {
            case STRING, CLOB, XML, INTERVAL, SET, ARRAY, OTHER, JSON, BYTES, BLOB, ENUM, TIME_TZ, BIT -> true;
            default -> false;
        };
    }

    /** Turns the widest strings outside of keys into large objects until the row fits. */
    private void fitRow(TableSchema wanted, Set<String> keyed) {
        while (rowBytes() > ROW_BYTES) {
            String widest = null;
            for (ColumnSchema column : wanted.columns()) {
                String name = column.name();
                boolean candidate = !keyed.contains(name) && stringBytes(types.get(name)) > BYTES_OUTSIDE_OF_STRINGS;
                if (candidate && (widest == null || stringBytes(types.get(name)) > stringBytes(types.get(widest)))) {
                    widest = name;
                }
            }
            if (widest == null) {
                return;
            }
            types.put(widest, String.valueOf(types.get(widest)).startsWith("varbinary") ? "longblob" : "longtext");
        }
    }

    private long rowBytes() {
        return types.values().stream().mapToLong(ForeignTypes::stringBytes).sum();
    }

    private static long stringBytes(@Nullable String type) {
        if (type == null || !type.startsWith("var")) {
            return BYTES_OUTSIDE_OF_STRINGS;
        }
        int length = Integer.parseInt(type.substring(type.indexOf('(') + 1, type.indexOf(')')));
        return type.startsWith("varchar") ? 2L + (long) length * BYTES_PER_CHARACTER : 2L + length;
    }
}

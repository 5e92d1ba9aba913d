package dev.millrace.source.mysql.binlog;

import dev.millrace.source.mysql.server.Flavor;
import dev.millrace.source.mysql.value.ColumnTypes;
import dev.millrace.source.mysql.wire.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What the log itself tells about a table before its rows: the types always, and, depending on {@code binlog_row_metadata}, names,
 * signs, character sets and labels.
 */
final class TableMap {
    static final int NO_CHARACTER_SET = -1;
    private static final int ENUM_OR_SET_IN_STRING = 0x30;

    private static final int SIGNEDNESS = 1;
    private static final int DEFAULT_CHARSET = 2;
    private static final int COLUMN_CHARSET = 3;
    private static final int COLUMN_NAME = 4;
    private static final int SET_LABELS = 5;
    private static final int ENUM_LABELS = 6;
    private static final int LABELS_DEFAULT_CHARSET = 10;
    private static final int LABELS_COLUMN_CHARSET = 11;

    final String schema;
    final String table;
    final int[] types;
    /** Per column: length, precision and scale, or fraction digits, as the type has it. */
    final int[] metadata;

    private boolean @Nullable [] unsigned;
    private @Nullable List<String> names;
    private List<byte[]> @Nullable [] labels;
    private final int[] collations;
    private final Flavor flavor;

    private TableMap(String schema, String table, int[] types, int[] metadata, Flavor flavor) {
        this.flavor = flavor;
        this.schema = schema;
        this.table = table;
        this.types = types;
        this.metadata = metadata;
        this.collations = new int[types.length];
        Arrays.fill(collations, NO_CHARACTER_SET);
    }

    /** Reads the event's body from behind the table id and the flags. */
    static TableMap read(Payload in, Flavor flavor) {
        String schema = in.text(in.uint1());
        in.skip(1);
        String table = in.text(in.uint1());
        in.skip(1);
        int count = (int) in.packed();
        int[] types = new int[count];
        for (int i = 0; i < count; i++) {
            types[i] = in.uint1();
        }
        int[] metadata = new int[count];
        int metadataEnd = (int) in.packed();
        metadataEnd += in.position();
        for (int i = 0; i < count; i++) {
            readMetadata(in, types, metadata, i);
        }
        in.skip(metadataEnd - in.position());
        in.skip((count + 7) / 8);
        TableMap map = new TableMap(schema, table, types, metadata, flavor);
        while (in.remaining() > 0) {
            int field = in.uint1();
            int length = (int) in.packed();
            int end = in.position() + length;
            map.readOptional(field, in, end);
            in.skip(end - in.position());
        }
        return map;
    }

    private static void readMetadata(Payload in, int[] types, int[] metadata, int i) {
        switch (types[i]) {
            case ColumnTypes.STRING, ColumnTypes.ENUM, ColumnTypes.SET -> {
                int real = in.uint1();
                int length = in.uint1();
                if (real == ColumnTypes.ENUM || real == ColumnTypes.SET) {
                    types[i] = real;
                } else {
                    length |= ((real & ENUM_OR_SET_IN_STRING) ^ ENUM_OR_SET_IN_STRING) << 4;
                }
                metadata[i] = length;
            }
            case ColumnTypes.VARCHAR, ColumnTypes.VAR_STRING, ColumnTypes.VARCHAR_COMPRESSED ->
                metadata[i] = in.uint2();
            case ColumnTypes.NEWDECIMAL -> metadata[i] = (in.uint1() << 8) | in.uint1();
            case ColumnTypes.BIT -> metadata[i] = in.uint1() + 8 * in.uint1();
            case ColumnTypes.FLOAT,
                    ColumnTypes.DOUBLE,
                    ColumnTypes.BLOB,
                    ColumnTypes.JSON,
                    ColumnTypes.GEOMETRY,
                    ColumnTypes.VECTOR,
                    ColumnTypes.BLOB_COMPRESSED,
                    ColumnTypes.TIME2,
                    ColumnTypes.DATETIME2,
                    ColumnTypes.TIMESTAMP2 -> metadata[i] = in.uint1();
            default -> metadata[i] = 0;
        }
    }

    private void readOptional(int field, Payload in, int end) {
        switch (field) {
            case SIGNEDNESS -> readSignedness(in);
            case DEFAULT_CHARSET -> readDefaultCharset(in, end, this::hasCharacterSet);
            case COLUMN_CHARSET -> readCharsets(in, end, this::hasCharacterSet);
            case LABELS_DEFAULT_CHARSET -> readDefaultCharset(in, end, TableMap::hasLabels);
            case LABELS_COLUMN_CHARSET -> readCharsets(in, end, TableMap::hasLabels);
            case COLUMN_NAME -> readNames(in, end);
            case SET_LABELS -> readLabels(in, end, ColumnTypes.SET);
            case ENUM_LABELS -> readLabels(in, end, ColumnTypes.ENUM);
            default -> in.skip(end - in.position());
        }
    }

    /** MariaDB lists character sets of geometries too, MySQL does not. */
    private boolean hasCharacterSet(int type) {
        return ColumnTypes.isCharacter(type) || (flavor == Flavor.MARIADB && type == ColumnTypes.GEOMETRY);
    }

    private static boolean hasLabels(int type) {
        return type == ColumnTypes.ENUM || type == ColumnTypes.SET;
    }

    private void readSignedness(Payload in) {
        boolean[] result = new boolean[types.length];
        int bits = 0;
        int seen = 0;
        for (int i = 0; i < types.length; i++) {
            if (ColumnTypes.isNumeric(types[i])) {
                if (seen % 8 == 0) {
                    bits = in.uint1();
                }
                result[i] = (bits & (0x80 >> (seen % 8))) != 0;
                seen++;
            }
        }
        unsigned = result;
    }

    private void readDefaultCharset(Payload in, int end, IntPredicate applies) {
        int standard = (int) in.packed();
        int[] exceptions = new int[types.length];
        while (in.position() < end) {
            int index = (int) in.packed();
            exceptions[index] = (int) in.packed();
        }
        int seen = 0;
        for (int i = 0; i < types.length; i++) {
            if (applies.test(types[i])) {
                collations[i] = exceptions[seen] != 0 ? exceptions[seen] : standard;
                seen++;
            }
        }
    }

    private void readCharsets(Payload in, int end, IntPredicate applies) {
        for (int i = 0; i < types.length && in.position() < end; i++) {
            if (applies.test(types[i])) {
                collations[i] = (int) in.packed();
            }
        }
    }

    private void readNames(Payload in, int end) {
        List<String> result = new ArrayList<>(types.length);
        while (in.position() < end) {
            result.add(in.packedText());
        }
        names = result;
    }

    private void readLabels(Payload in, int end, int type) {
        List<byte[]>[] result = labels == null ? newLabels() : labels;
        for (int i = 0; i < types.length && in.position() < end; i++) {
            if (types[i] == type) {
                int count = (int) in.packed();
                List<byte[]> list = new ArrayList<>(count);
                for (int j = 0; j < count; j++) {
                    int length = (int) in.packed();
                    list.add(Arrays.copyOfRange(in.array(), in.position(), in.position() + length));
                    in.skip(length);
                }
                result[i] = list;
            }
        }
        labels = result;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private List<byte[]>[] newLabels() {
        return new List[types.length];
    }

    int columnCount() {
        return types.length;
    }

    /** The columns that hold JSON documents in binary form. */
    BitSet documents() {
        BitSet documents = new BitSet();
        for (int i = 0; i < types.length; i++) {
            documents.set(i, types[i] == ColumnTypes.JSON);
        }
        return documents;
    }

    /** The columns' names; null if the log does not have them. */
    @Nullable
    List<String> names() {
        return names;
    }

    /** Whether the log tells the signs of its numbers. */
    boolean knowsSigns() {
        return unsigned != null;
    }

    boolean isUnsigned(int column) {
        return unsigned != null && unsigned[column];
    }

    /** The number of the column's collation, or {@link #NO_CHARACTER_SET} if the log does not tell. */
    int collation(int column) {
        return collations[column];
    }

    /** The labels of an ENUM or SET in its own character set; null if the log does not have them. */
    @Nullable
    List<byte[]> labels(int column) {
        return labels == null ? null : labels[column];
    }
}

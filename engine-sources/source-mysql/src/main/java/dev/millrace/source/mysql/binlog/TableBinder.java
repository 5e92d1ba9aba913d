package dev.millrace.source.mysql.binlog;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.TableSchema;
import dev.millrace.source.mysql.catalog.CharacterSets;
import dev.millrace.source.mysql.value.CharacterConverter;
import dev.millrace.source.mysql.value.ColumnDecoder;
import dev.millrace.source.mysql.value.Decoders;
import dev.millrace.source.mysql.value.NativeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fits the log's description of a table to the catalogue's. */
final class TableBinder {
    private static final int NOWHERE = -1;

    private final CharacterSets characterSets;

    TableBinder(CharacterSets characterSets) {
        this.characterSets = characterSets;
    }

    /** Binds if both descriptions tell of the same table, as far as the log's goes; else empty. */
    Optional<TableBinding> bindExactly(TableMap map, TableSchema table) {
        return bind(map, table, false);
    }

    /**
     * Binds rows that are older than the catalogue, as long as nothing has to be guessed: columns dropped since are passed over,
     * columns added since are absent if they were filled with NULL, and values must read the same under the newer type. Needs the
     * names in the log.
     */
    Optional<TableBinding> bindOlder(TableMap map, TableSchema table) {
        return map.names() == null ? Optional.empty() : bind(map, table, true);
    }

    private Optional<TableBinding> bind(TableMap map, TableSchema table, boolean lenient) {
        int[] logColumns = match(map, table);
        ColumnDecoder[] decoders = new ColumnDecoder[map.columnCount()];
        byte[] actions = new byte[map.columnCount()];
        Arrays.fill(actions, TableBinding.DROP);
        for (int i = 0; i < logColumns.length; i++) {
            ColumnSchema column = table.column(i);
            int logColumn = logColumns[i];
            if (logColumn == NOWHERE) {
                if (lenient ? !isFilledWithNull(column) : column.fill() != Fill.GENERATED) {
                    return Optional.empty();
                }
                continue;
            }
            Optional<ColumnDecoder> decoder = decoder(map, logColumn, column, lenient);
            if (decoder.isEmpty()) {
                return Optional.empty();
            }
            decoders[logColumn] = decoder.get();
            actions[logColumn] = column.fill() == Fill.GENERATED ? TableBinding.BLANK : TableBinding.KEEP;
        }
        for (int i = 0; i < decoders.length; i++) {
            if (actions[i] == TableBinding.DROP) {
                Optional<ColumnDecoder> skipping = Decoders.skipping(map.types[i], map.metadata[i]);
                if (!lenient || skipping.isEmpty()) {
                    return Optional.empty();
                }
                decoders[i] = skipping.get();
            }
        }
        return Optional.of(
                new TableBinding(table, decoders, actions, map.documents(), projection(logColumns, actions)));
    }

    private static boolean isFilledWithNull(ColumnSchema column) {
        return column.fill() == Fill.GENERATED
                || (column.nullable() && column.fill() == Fill.DEFAULT && isNull(column.expression()));
    }

    private static boolean isNull(@Nullable String expression) {
        return expression == null || expression.startsWith("NULL ");
    }

    /** For each of the table's columns the log's; by name if the log has names, else by place. */
    private static int[] match(TableMap map, TableSchema table) {
        int[] result = new int[table.columnCount()];
        List<String> names = map.names();
        for (int i = 0; i < result.length; i++) {
            if (names != null) {
                result[i] = names.indexOf(table.column(i).name());
            } else {
                result[i] = map.columnCount() == result.length ? i : NOWHERE;
            }
        }
        return result;
    }

    private static int @Nullable [] projection(int[] logColumns, byte[] actions) {
        int[] decoded = new int[actions.length];
        int kept = 0;
        for (int i = 0; i < actions.length; i++) {
            decoded[i] = kept;
            kept += actions[i] == TableBinding.DROP ? 0 : 1;
        }
        int[] projection = new int[logColumns.length];
        boolean same = kept == logColumns.length;
        for (int i = 0; i < projection.length; i++) {
            projection[i] = logColumns[i] == NOWHERE ? kept : decoded[logColumns[i]];
            same &= projection[i] == i;
        }
        return same ? null : projection;
    }

    private Optional<ColumnDecoder> decoder(TableMap map, int logColumn, ColumnSchema column, boolean lenient) {
        ColumnCharacters characters = new ColumnCharacters(map, logColumn, column);
        List<String> labels = column.type().labels();
        List<byte[]> loggedLabels = map.labels(logColumn);
        boolean sameLabels = true;
        if (loggedLabels != null) {
            List<String> logged = decode(loggedLabels, characters.converter());
            sameLabels = logged.equals(labels);
            labels = logged;
        }
        boolean sameSign = !map.knowsSigns() || !isInteger(column) || map.isUnsigned(logColumn) == isUnsigned(column);
        int type = map.types[logColumn];
        int metadata = map.metadata[logColumn];
        Optional<ColumnDecoder> exact = Decoders.of(type, metadata, column, labels, characters);
        if (!lenient) {
            return sameLabels && sameSign ? exact : Optional.empty();
        }
        return exact.isPresent() && sameSign
                ? exact
                : Decoders.byLogAlone(
                        type, metadata, map.isUnsigned(logColumn), column.type().kind(), characters);
    }

    private static boolean isInteger(ColumnSchema column) {
        return switch (column.type().kind()) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8 -> true;
            default -> false;
        };
    }

    private static boolean isUnsigned(ColumnSchema column) {
        Kind kind = column.type().kind();
        return kind == Kind.UINT1 || kind == Kind.UINT2 || kind == Kind.UINT4 || kind == Kind.UINT8;
    }

    private static List<String> decode(List<byte[]> labels, CharacterConverter converter) {
        List<String> result = new ArrayList<>(labels.size());
        for (byte[] label : labels) {
            ByteBuilder text = new ByteBuilder();
            converter.append(label, 0, label.length, text);
            result.add(text.toString());
        }
        return result;
    }

    /** The log's own word on the character set if it has one, else the catalogue's. */
    private final class ColumnCharacters implements Decoders.Characters {
        private final String name;

        ColumnCharacters(TableMap map, int logColumn, ColumnSchema column) {
            int collation = map.collation(logColumn);
            String logged = collation == TableMap.NO_CHARACTER_SET ? "" : characterSets.ofCollation(collation);
            String declared = NativeType.parse(column.nativeType()).characterSet();
            name = !logged.isEmpty() ? logged : declared.isEmpty() ? "binary" : declared;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public CharacterConverter converter() {
            return name.equals("binary") ? CharacterConverter.UTF_8 : characterSets.converter(name);
        }
    }
}

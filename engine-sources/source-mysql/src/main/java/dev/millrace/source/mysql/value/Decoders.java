package dev.millrace.source.mysql.value;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses the decoder of a column from what the log says of its storage and what the catalogue says of its meaning. */
public final class Decoders {
    private static final String BINARY = "binary";

    private Decoders() {}

    /**
     * The decoder; empty if the log's column can't be the catalogue's.
     *
     * @param type the code in the table map, with ENUM and SET told apart from STRING
     * @param metadata what the table map adds to the type
     * @param column the catalogue's column
     * @param characters makes the converter for a character set
     */
    public static Optional<ColumnDecoder> of(
            int type, int metadata, ColumnSchema column, List<String> labels, Characters characters) {
        NativeType declared = NativeType.parse(column.nativeType());
        return Optional.ofNullable(
                switch (type) {
                    case ColumnTypes.TINY -> declared.base().equals("tinyint") ? integer(1, column) : null;
                    case ColumnTypes.SHORT -> declared.base().equals("smallint") ? integer(2, column) : null;
                    case ColumnTypes.INT24 -> declared.base().equals("mediumint") ? integer(3, column) : null;
                    case ColumnTypes.LONG -> declared.base().equals("int") ? integer(4, column) : null;
                    case ColumnTypes.LONGLONG -> declared.base().equals("bigint") ? integer(8, column) : null;
                    case ColumnTypes.NEWDECIMAL -> decimal(metadata, column);
                    case ColumnTypes.FLOAT -> is(column, Kind.REAL4) ? NumberDecoders.real4() : null;
                    case ColumnTypes.DOUBLE -> is(column, Kind.REAL8) ? NumberDecoders.real8() : null;
                    case ColumnTypes.BIT ->
                        is(column, Kind.BIT) && column.type().length() == metadata
                                ? NumberDecoders.bit(metadata)
                                : null;
                    case ColumnTypes.YEAR -> is(column, Kind.YEAR) ? NumberDecoders.year() : null;
                    case ColumnTypes.DATE, ColumnTypes.NEWDATE ->
                        is(column, Kind.DATE) ? TemporalDecoders.date() : null;
                    case ColumnTypes.TIME2 -> is(column, Kind.TIME, metadata) ? TemporalDecoders.time(metadata) : null;
                    case ColumnTypes.DATETIME2 ->
                        is(column, Kind.DATETIME, metadata) ? TemporalDecoders.dateTime(metadata) : null;
                    case ColumnTypes.TIMESTAMP2 ->
                        is(column, Kind.TIMESTAMP_TZ, metadata) ? TemporalDecoders.timestamp(metadata) : null;
                    case ColumnTypes.TIME -> is(column, Kind.TIME, 0) ? TemporalDecoders.oldTime() : null;
                    case ColumnTypes.DATETIME -> is(column, Kind.DATETIME, 0) ? TemporalDecoders.oldDateTime() : null;
                    case ColumnTypes.TIMESTAMP ->
                        is(column, Kind.TIMESTAMP_TZ, 0) ? TemporalDecoders.oldTimestamp() : null;
                    case ColumnTypes.ENUM -> is(column, Kind.ENUM) ? TextDecoders.enumeration(metadata, labels) : null;
                    case ColumnTypes.SET -> is(column, Kind.SET) ? TextDecoders.set(metadata, labels) : null;
                    case ColumnTypes.STRING -> fixedString(metadata, column, declared, characters);
                    case ColumnTypes.VARCHAR, ColumnTypes.VAR_STRING -> variableString(metadata, column, characters);
                    case ColumnTypes.BLOB -> blob(metadata, column, declared, characters);
                    case ColumnTypes.VARCHAR_COMPRESSED ->
                        declared.base().equals("varchar") || declared.base().equals("varbinary")
                                ? compressed(TextDecoders.prefixOf(metadata), column, characters)
                                : null;
                    case ColumnTypes.BLOB_COMPRESSED ->
                        blob(metadata, column, declared, characters) == null
                                ? null
                                : compressed(metadata, column, characters);
                    case ColumnTypes.VECTOR -> declared.base().equals("vector") ? TextDecoders.bytes(metadata) : null;
                    case ColumnTypes.JSON -> is(column, Kind.JSON) ? TextDecoders.json(metadata) : null;
                    case ColumnTypes.GEOMETRY -> is(column, Kind.GEOMETRY) ? TextDecoders.bytes(metadata) : null;
                    default -> null;
                });
    }

    /** Knows the character set of the column in question. */
    public interface Characters {
        /** The set's name, {@code binary} for raw bytes. */
        String name();

        CharacterConverter converter();
    }

    /** Passes over values of a column that nobody wants; empty for types that are not known. */
    public static Optional<ColumnDecoder> skipping(int type, int metadata) {
        return Optional.ofNullable(
                switch (type) {
                    case ColumnTypes.TINY, ColumnTypes.YEAR -> NumberDecoders.integer(1, false);
                    case ColumnTypes.SHORT -> NumberDecoders.integer(2, false);
                    case ColumnTypes.INT24, ColumnTypes.DATE, ColumnTypes.NEWDATE, ColumnTypes.TIME ->
                        NumberDecoders.integer(3, false);
                    case ColumnTypes.LONG, ColumnTypes.FLOAT, ColumnTypes.TIMESTAMP -> NumberDecoders.integer(4, false);
                    case ColumnTypes.LONGLONG, ColumnTypes.DOUBLE, ColumnTypes.DATETIME ->
                        NumberDecoders.integer(8, false);
                    case ColumnTypes.NEWDECIMAL -> NumberDecoders.decimal(metadata >> 8, metadata & 0xFF);
                    case ColumnTypes.BIT -> NumberDecoders.bit(metadata);
                    case ColumnTypes.TIME2 -> TemporalDecoders.time(metadata);
                    case ColumnTypes.DATETIME2 -> TemporalDecoders.dateTime(metadata);
                    case ColumnTypes.TIMESTAMP2 -> TemporalDecoders.timestamp(metadata);
                    case ColumnTypes.ENUM, ColumnTypes.SET -> TextDecoders.set(metadata, List.of());
                    case ColumnTypes.STRING,
                            ColumnTypes.VARCHAR,
                            ColumnTypes.VAR_STRING,
                            ColumnTypes.VARCHAR_COMPRESSED -> TextDecoders.bytes(TextDecoders.prefixOf(metadata));
                    case ColumnTypes.BLOB,
                            ColumnTypes.VECTOR,
                            ColumnTypes.JSON,
                            ColumnTypes.GEOMETRY,
                            ColumnTypes.BLOB_COMPRESSED -> TextDecoders.bytes(metadata);
                    default -> null;
                });
    }

    /** A decoder by the log alone, for values whose meaning it tells completely; empty for others. */
    public static Optional<ColumnDecoder> byLogAlone(
            int type, int metadata, boolean unsigned, Kind wanted, Characters characters) {
        boolean text = (wanted == Kind.STRING || wanted == Kind.CLOB)
                && !characters.name().equals(BINARY);
        boolean integer = wanted.name().matches("U?INT\\d");
        return Optional.ofNullable(
                switch (type) {
                    case ColumnTypes.TINY -> integer ? NumberDecoders.integer(1, unsigned) : null;
                    case ColumnTypes.SHORT -> integer ? NumberDecoders.integer(2, unsigned) : null;
                    case ColumnTypes.INT24 -> integer ? NumberDecoders.integer(3, unsigned) : null;
                    case ColumnTypes.LONG -> integer ? NumberDecoders.integer(4, unsigned) : null;
                    case ColumnTypes.LONGLONG -> integer ? NumberDecoders.integer(8, unsigned) : null;
                    case ColumnTypes.NEWDECIMAL ->
                        wanted == Kind.NUMERIC ? NumberDecoders.decimal(metadata >> 8, metadata & 0xFF) : null;
                    case ColumnTypes.VARCHAR ->
                        text ? TextDecoders.text(TextDecoders.prefixOf(metadata), characters.converter()) : null;
                    case ColumnTypes.STRING ->
                        text ? TextDecoders.trimmedText(TextDecoders.prefixOf(metadata), characters.converter()) : null;
                    case ColumnTypes.BLOB -> text ? TextDecoders.text(metadata, characters.converter()) : null;
                    default -> null;
                });
    }

    private static boolean is(ColumnSchema column, Kind kind) {
        return column.type().kind() == kind;
    }

    private static boolean is(ColumnSchema column, Kind kind, int digits) {
        return is(column, kind) && column.type().scale() == digits;
    }

    private static ColumnDecoder integer(int width, ColumnSchema column) {
        return NumberDecoders.integer(width, column.type().kind().name().startsWith("U"));
    }

    private static @Nullable ColumnDecoder decimal(int metadata, ColumnSchema column) {
        int precision = metadata >> 8;
        int scale = metadata & 0xFF;
        boolean same = is(column, Kind.NUMERIC)
                && column.type().precision() == precision
                && column.type().scale() == scale;
        return same ? NumberDecoders.decimal(precision, scale) : null;
    }

    private static @Nullable ColumnDecoder fixedString(
            int width, ColumnSchema column, NativeType declared, Characters characters) {
        int prefix = TextDecoders.prefixOf(width);
        return switch (declared.base()) {
            case "uuid" -> new AddressDecoders.Uuid();
            case "inet6" -> new AddressDecoders.Inet6();
            case "inet4" -> new AddressDecoders.Inet4();
            case "binary" -> column.type().length() == width ? TextDecoders.paddedBytes(prefix, width) : null;
            case "char" ->
                characters.name().equals(BINARY)
                        ? TextDecoders.paddedBytes(prefix, width)
                        : TextDecoders.trimmedText(prefix, characters.converter());
            default -> null;
        };
    }

    private static @Nullable ColumnDecoder variableString(int maximum, ColumnSchema column, Characters characters) {
        int prefix = TextDecoders.prefixOf(maximum);
        if (is(column, Kind.BYTES)) {
            return column.type().length() == maximum ? TextDecoders.bytes(prefix) : null;
        }
        return is(column, Kind.STRING) ? TextDecoders.text(prefix, characters.converter()) : null;
    }

    private static ColumnDecoder compressed(int prefix, ColumnSchema column, Characters characters) {
        boolean isText = is(column, Kind.STRING) || is(column, Kind.CLOB);
        return TextDecoders.compressed(prefix, isText ? characters.converter() : CharacterConverter.UTF_8);
    }

    private static @Nullable ColumnDecoder blob(
            int prefix, ColumnSchema column, NativeType declared, Characters characters) {
        int expected = switch (declared.base()) {
            case "tinyblob", "tinytext" -> 1;
            case "blob", "text" -> 2;
            case "mediumblob", "mediumtext" -> 3;
            case "longblob", "longtext", "vector", "json" -> 4;
            default -> 0;
        };
        if (expected != prefix) {
            return null;
        }
        return is(column, Kind.CLOB) ? TextDecoders.text(prefix, characters.converter()) : TextDecoders.bytes(prefix);
    }
}

package dev.millrace.model;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * The engine-neutral type of a column: a superset of the DMS types, so that nothing is lost in the middle.
 *
 * @param kind what values look like; fixes their canonical form
 * @param length declared length in characters ({@code STRING}), bytes ({@code BYTES}) or bits ({@code BIT}); 0 when unbounded
 * @param precision declared digits of a {@code NUMERIC}; 0 when unbounded
 * @param scale declared fraction digits of a {@code NUMERIC}, a time or a timestamp
 * @param labels the labels of an {@code ENUM} or {@code SET} in declaration order; else empty
 */
public record DataType(Kind kind, long length, int precision, int scale, List<String> labels) {

    /**
     * The kinds, each with the <em>canonical form</em> of its values: the form that every {@link WireForm} can be turned into
     * and that every sink understands. Text is UTF-8.
     */
    public enum Kind {
        /** {@code t} or {@code f}. */
        BOOLEAN,
        /** Decimal digits with an optional minus sign. */
        INT1,
        INT2,
        INT4,
        INT8,
        /** Decimal digits. */
        UINT1,
        UINT2,
        UINT4,
        UINT8,
        /** Plain decimal notation, or {@code NaN}, {@code Infinity}, {@code -Infinity}. */
        NUMERIC,
        /** Shortest decimal text that reads back to the same binary value, possibly with exponent; {@code NaN}, {@code Infinity}, {@code -Infinity}. */
        REAL4,
        REAL8,
        /** The characters. A fixed-length type arrives without the padding that its own database does not show. */
        STRING,
        /** The characters of a large or unbounded text. */
        CLOB,
        /** The raw bytes. */
        BYTES,
        /** The raw bytes of a large binary. */
        BLOB,
        /** {@code 0} and {@code 1}, most significant first, as many as the declared or actual length. */
        BIT,
        /** {@code YYYY-MM-DD}, year with at least four digits, suffix {@code " BC"} before year 1; {@code infinity}, {@code -infinity}; MySQL zero dates as {@code 0000-00-00}. */
        DATE,
        /** {@code [-]HH:MM:SS[.ffffff]}; hours may exceed 23. */
        TIME,
        /** A {@code TIME} followed by {@code +HH[:MM[:SS]]} or {@code -HH[:MM[:SS]]}. */
        TIME_TZ,
        /** {@code DATE}, a blank, {@code HH:MM:SS[.ffffff]}, suffix {@code " BC"} at the very end; {@code infinity}, {@code -infinity}. */
        DATETIME,
        /** A {@code DATETIME} in UTC followed by {@code +00} (before any {@code " BC"}). */
        TIMESTAMP_TZ,
        /** PostgreSQL's {@code postgres} interval style. */
        INTERVAL,
        /** Four digits. */
        YEAR,
        /** JSON text; white space and key order as the source prints them. */
        JSON,
        /** XML text. */
        XML,
        /** 36 characters, lower case. */
        UUID,
        /** One of the labels; the empty string for MySQL's error value. */
        ENUM,
        /** Labels joined by commas, in declaration order. */
        SET,
        /** SRID as four bytes, little endian, followed by WKB. */
        GEOMETRY,
        /** PostgreSQL's array text. */
        ARRAY,
        /** Text that only the source's own engine understands; {@link ColumnSchema#nativeType()} names the type. */
        OTHER
    }

    public DataType {
        requireNonNull(kind, "kind is null");
        labels = List.copyOf(labels);
    }

    public static DataType of(Kind kind) {
        return new DataType(kind, 0, 0, 0, List.of());
    }

    /** A type with a length: {@code STRING}, {@code BYTES}, {@code BIT}. */
    public static DataType ofLength(Kind kind, long length) {
        return new DataType(kind, length, 0, 0, List.of());
    }

    /** A time or timestamp with that many fraction digits. */
    public static DataType ofScale(Kind kind, int scale) {
        return new DataType(kind, 0, 0, scale, List.of());
    }

    public static DataType numeric(int precision, int scale) {
        return new DataType(Kind.NUMERIC, 0, precision, scale, List.of());
    }

    /** An {@code ENUM} or {@code SET}. */
    public static DataType ofLabels(Kind kind, List<String> labels) {
        return new DataType(kind, 0, 0, 0, labels);
    }

    /** Whether canonical values are raw bytes rather than text. */
    public boolean isBinary() {
        return kind == Kind.BYTES || kind == Kind.BLOB || kind == Kind.GEOMETRY;
    }
}

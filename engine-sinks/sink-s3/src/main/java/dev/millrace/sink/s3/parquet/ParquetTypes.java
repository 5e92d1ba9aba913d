package dev.millrace.sink.s3.parquet;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * The type in a file for each type of a column (dms-reference §5.4). Types of which a value would lose something are texts instead: decimals
 * without a declared precision or of more digits than readers know, times with a zone.
 *
 * @param milliseconds {@code ParquetTimestampInMillisecond}
 */
record ParquetTypes(boolean milliseconds) {
    private static final int INT_DIGITS = 9;
    private static final int LONG_DIGITS = 18;
    private static final int MOST_DIGITS = 38;

    /** A column of texts. */
    static ParquetColumn text(String name) {
        return column(name, PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType(), new ByteStrings());
    }

    ParquetColumn of(ColumnSchema schema) {
        String name = schema.name();
        DataType type = schema.type();
        return switch (type.kind()) {
            case BOOLEAN -> column(name, PrimitiveTypeName.BOOLEAN, null, new Booleans());
            case INT1 -> integer(name, Byte.SIZE, true);
            case INT2, YEAR -> integer(name, Short.SIZE, true);
            case INT4 -> integer(name, Integer.SIZE, true);
            case INT8 -> integer(name, Long.SIZE, true);
            case UINT1 -> integer(name, Byte.SIZE, false);
            case UINT2 -> integer(name, Short.SIZE, false);
            case UINT4 -> integer(name, Integer.SIZE, false);
            case UINT8 -> integer(name, Long.SIZE, false);
            case NUMERIC -> decimal(name, type);
            case REAL4 -> column(name, PrimitiveTypeName.FLOAT, null, new RealNumbers(false));
            case REAL8 -> column(name, PrimitiveTypeName.DOUBLE, null, new RealNumbers(true));
            case DATE ->
                column(
                        name,
                        PrimitiveTypeName.INT32,
                        LogicalTypeAnnotation.dateType(),
                        new WholeNumbers(new Dates(), false));
            case TIME -> time(name, FractionUnit.ofDigits(type.scale()));
            case DATETIME -> timestamp(name, type.scale(), false);
            case TIMESTAMP_TZ -> timestamp(name, type.scale(), true);
            case BYTES, BLOB, GEOMETRY -> column(name, PrimitiveTypeName.BINARY, null, new ByteStrings());
            case STRING, CLOB, BIT, TIME_TZ, INTERVAL, JSON, XML, UUID, ENUM, SET, ARRAY, OTHER -> text(name);
        };
    }

    private static ParquetColumn integer(String name, int bits, boolean signed) {
        boolean wide = bits == Long.SIZE;
        return column(
                name,
                wide ? PrimitiveTypeName.INT64 : PrimitiveTypeName.INT32,
                LogicalTypeAnnotation.intType(bits, signed),
                new WholeNumbers(new IntegerDigits(bits, signed), wide));
    }

    /** A negative scale means zeros before the point, one that is larger than the precision zeros behind it. */
    private static ParquetColumn decimal(String name, DataType type) {
        int scale = Math.max(type.scale(), 0);
        int precision = Math.max(type.precision() - Math.min(type.scale(), 0), scale);
        if (type.precision() == 0 || precision > MOST_DIGITS) {
            return text(name);
        }
        LogicalTypeAnnotation logical = LogicalTypeAnnotation.decimalType(scale, precision);
        if (precision > LONG_DIGITS) {
            LargeDecimals values = LargeDecimals.of(precision, scale);
            return new ParquetColumn(
                    Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                            .length(values.width())
                            .as(logical)
                            .named(name),
                    values);
        }
        boolean wide = precision > INT_DIGITS;
        return column(
                name,
                wide ? PrimitiveTypeName.INT64 : PrimitiveTypeName.INT32,
                logical,
                new WholeNumbers(new DecimalDigits(precision, scale), wide));
    }

    private static ParquetColumn time(String name, FractionUnit unit) {
        boolean wide = unit != FractionUnit.MILLISECONDS;
        return column(
                name,
                wide ? PrimitiveTypeName.INT64 : PrimitiveTypeName.INT32,
                LogicalTypeAnnotation.timeType(false, unit.parquet()),
                new WholeNumbers(new TimesOfDay(unit), wide));
    }

    /** Microseconds also where the source has less, as DMS has it. */
    private ParquetColumn timestamp(String name, int digits, boolean zoned) {
        FractionUnit unit = milliseconds
                ? FractionUnit.MILLISECONDS
                : FractionUnit.ofDigits(Math.max(digits, FractionUnit.MICROSECOND_DIGITS));
        return column(
                name,
                PrimitiveTypeName.INT64,
                LogicalTypeAnnotation.timestampType(zoned, unit.parquet()),
                new WholeNumbers(new Timestamps(unit, milliseconds, zoned), true));
    }

    private static ParquetColumn column(
            String name, PrimitiveTypeName physical, @Nullable LogicalTypeAnnotation logical, ColumnValues values) {
        PrimitiveType type = Types.optional(physical).as(logical).named(name);
        return new ParquetColumn(type, values);
    }
}

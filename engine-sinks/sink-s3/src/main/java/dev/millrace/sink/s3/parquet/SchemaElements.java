package dev.millrace.sink.s3.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** A flat schema in the words of a file's footer: newer readers take the logical type, older ones the converted one. Stateless. */
final class SchemaElements {

    private SchemaElements() {}

    static List<SchemaElement> of(MessageType schema) {
        List<SchemaElement> elements = new ArrayList<>();
        elements.add(new SchemaElement(schema.getName()).setNum_children(schema.getFieldCount()));
        schema.getFields().forEach(field -> elements.add(column(field.asPrimitiveType())));
        return elements;
    }

    /** The type of the bytes. */
    static Type physical(PrimitiveType type) {
        PrimitiveTypeName name = type.getPrimitiveTypeName();
        return name == PrimitiveTypeName.BINARY ? Type.BYTE_ARRAY : Type.valueOf(name.name());
    }

    private static SchemaElement column(PrimitiveType type) {
        SchemaElement element = new SchemaElement(type.getName())
                .setType(physical(type))
                .setRepetition_type(FieldRepetitionType.OPTIONAL);
        if (type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY) {
            element.setType_length(type.getTypeLength());
        }
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        if (logical != null) {
            describe(logical, element);
        }
        return element;
    }

    private static void describe(LogicalTypeAnnotation logical, SchemaElement element) {
        if (logical instanceof StringLogicalTypeAnnotation) {
            element.setConverted_type(ConvertedType.UTF8).setLogicalType(LogicalType.STRING(new StringType()));
        } else if (logical instanceof DateLogicalTypeAnnotation) {
            element.setConverted_type(ConvertedType.DATE).setLogicalType(LogicalType.DATE(new DateType()));
        } else if (logical instanceof IntLogicalTypeAnnotation integer) {
            String converted = (integer.isSigned() ? "INT_" : "UINT_") + integer.getBitWidth();
            element.setConverted_type(ConvertedType.valueOf(converted))
                    .setLogicalType(LogicalType.INTEGER(new IntType((byte) integer.getBitWidth(), integer.isSigned())));
        } else if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            element.setConverted_type(ConvertedType.DECIMAL)
                    .setScale(decimal.getScale())
                    .setPrecision(decimal.getPrecision())
                    .setLogicalType(LogicalType.DECIMAL(new DecimalType(decimal.getScale(), decimal.getPrecision())));
        } else if (logical instanceof TimeLogicalTypeAnnotation time) {
            element.setLogicalType(LogicalType.TIME(new TimeType(time.isAdjustedToUTC(), unit(time.getUnit()))));
            convert("TIME_", time.getUnit(), element);
        } else if (logical instanceof TimestampLogicalTypeAnnotation time) {
            element.setLogicalType(
                    LogicalType.TIMESTAMP(new TimestampType(time.isAdjustedToUTC(), unit(time.getUnit()))));
            convert("TIMESTAMP_", time.getUnit(), element);
        }
    }

    /** Older readers know no nanoseconds. */
    private static void convert(String prefix, LogicalTypeAnnotation.TimeUnit unit, SchemaElement element) {
        if (unit != LogicalTypeAnnotation.TimeUnit.NANOS) {
            element.setConverted_type(ConvertedType.valueOf(prefix + unit.name()));
        }
    }

    private static TimeUnit unit(LogicalTypeAnnotation.TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> TimeUnit.MILLIS(new MilliSeconds());
            case MICROS -> TimeUnit.MICROS(new MicroSeconds());
            case NANOS -> TimeUnit.NANOS(new NanoSeconds());
        };
    }
}

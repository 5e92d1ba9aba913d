package dev.millrace.sink.s3.parquet;

import dev.millrace.sink.s3.file.HiveShape;
import dev.millrace.sink.s3.file.HiveShape.Column;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Files of Parquet as Hive's readers know them; told by what the files themselves say. Stateless. */
final class ParquetInHive {

    private ParquetInHive() {}

    static HiveShape shape(List<ParquetColumn> columns) {
        return new HiveShape(
                columns.stream()
                        .map(ParquetColumn::type)
                        .map(type -> new Column(type.getName(), type(type)))
                        .toList(),
                "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
                "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
                "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
                Map.of("serialization.format", "1"),
                Map.of("classification", "parquet"));
    }

    /** Hive has no type for a time of day: it is the number that the file has. */
    private static String type(PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        if (logical instanceof StringLogicalTypeAnnotation) {
            return "string";
        }
        if (logical instanceof DateLogicalTypeAnnotation) {
            return "date";
        }
        if (logical instanceof TimestampLogicalTypeAnnotation) {
            return "timestamp";
        }
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return "decimal(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
        }
        if (logical instanceof IntLogicalTypeAnnotation integer) {
            return integer(integer.getBitWidth(), integer.isSigned());
        }
        return physical(type.getPrimitiveTypeName());
    }

    /** Of numbers without sign the next wider one; of the widest there is none, and readers take no decimal for it. */
    private static String integer(int bits, boolean signed) {
        return switch (bits) {
            case Byte.SIZE -> signed ? "tinyint" : "smallint";
            case Short.SIZE -> signed ? "smallint" : "int";
            case Integer.SIZE -> signed ? "int" : "bigint";
            default -> "bigint";
        };
    }

    private static String physical(PrimitiveTypeName name) {
        return switch (name) {
            case BOOLEAN -> "boolean";
            case INT32 -> "int";
            case INT64 -> "bigint";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> "binary";
        };
    }
}

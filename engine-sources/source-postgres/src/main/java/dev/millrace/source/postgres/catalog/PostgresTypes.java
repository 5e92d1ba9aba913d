package dev.millrace.source.postgres.catalog;

import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.WireForm;
import java.util.List;

/** The one table of what PostgreSQL's types are to the engine. */
final class PostgresTypes {
    private static final int HEADER = 4;
    private static final int FULL_FRACTION = 6;

    private final boolean trimSpaceInChar;

    PostgresTypes(boolean trimSpaceInChar) {
        this.trimSpaceInChar = trimSpaceInChar;
    }

    /**
     * The type behind all domains.
     *
     * @param builtIn whether it lives in {@code pg_catalog}
     * @param name {@code pg_type.typname}
     * @param variety {@code pg_type.typtype}
     * @param category {@code pg_type.typcategory}
     * @param modifier the type modifier; -1 for none
     * @param labels of an enum
     */
    record BaseType(boolean builtIn, String name, char variety, char category, int modifier, List<String> labels) {}

    DataType type(BaseType base) {
        if (base.variety() == 'e') {
            return DataType.ofLabels(Kind.ENUM, base.labels());
        }
        if (base.category() == 'A') {
            return DataType.of(Kind.ARRAY);
        }
        return base.builtIn() ? builtIn(base.name(), base.modifier()) : extension(base.name());
    }

    WireForm wire(BaseType base) {
        if (!base.builtIn()) {
            return WireForm.CANONICAL;
        }
        return switch (base.name()) {
            case "bytea" -> HexBytes.INSTANCE;
            case "money" -> PrintedMoney.INSTANCE;
            case "bpchar" -> trimSpaceInChar ? PaddedText.INSTANCE : WireForm.CANONICAL;
            default -> WireForm.CANONICAL;
        };
    }

    private static DataType builtIn(String name, int modifier) {
        return switch (name) {
            case "bool" -> DataType.of(Kind.BOOLEAN);
            case "int2" -> DataType.of(Kind.INT2);
            case "int4" -> DataType.of(Kind.INT4);
            case "int8" -> DataType.of(Kind.INT8);
            case "oid", "xid", "cid" -> DataType.of(Kind.UINT4);
            case "xid8" -> DataType.of(Kind.UINT8);
            case "numeric" -> numeric(modifier);
            case "money" -> DataType.numeric(19, 2);
            case "float4" -> DataType.of(Kind.REAL4);
            case "float8" -> DataType.of(Kind.REAL8);
            case "text" -> DataType.of(Kind.CLOB);
            case "varchar", "bpchar" -> text(modifier);
            case "char" -> DataType.ofLength(Kind.STRING, 1);
            case "name" -> DataType.ofLength(Kind.STRING, 63);
            case "bytea" -> DataType.of(Kind.BLOB);
            case "bit", "varbit" -> DataType.ofLength(Kind.BIT, Math.max(modifier, 0));
            case "date" -> DataType.of(Kind.DATE);
            case "time" -> DataType.ofScale(Kind.TIME, fraction(modifier));
            case "timetz" -> DataType.ofScale(Kind.TIME_TZ, fraction(modifier));
            case "timestamp" -> DataType.ofScale(Kind.DATETIME, fraction(modifier));
            case "timestamptz" -> DataType.ofScale(Kind.TIMESTAMP_TZ, fraction(modifier));
            case "interval" -> DataType.of(Kind.INTERVAL);
            case "json", "jsonb" -> DataType.of(Kind.JSON);
            case "xml" -> DataType.of(Kind.XML);
            case "uuid" -> DataType.of(Kind.UUID);
            default -> DataType.of(Kind.OTHER);
        };
    }

    private static DataType extension(String name) {
        return DataType.of(name.equals("citext") ? Kind.CLOB : Kind.OTHER);
    }

    /** The modifier holds precision in its upper and scale, signed since PostgreSQL 15, in its lower eleven bits. */
    private static DataType numeric(int modifier) {
        if (modifier < HEADER) {
            return DataType.numeric(0, 0);
        }
        int declared = modifier - HEADER;
        int scale = ((declared & 0x7FF) ^ 1024) - 1024;
        return DataType.numeric(declared >> 16 & 0xFFFF, scale);
    }

    private static DataType text(int modifier) {
        return modifier < HEADER ? DataType.of(Kind.CLOB) : DataType.ofLength(Kind.STRING, modifier - HEADER);
    }

    private static int fraction(int modifier) {
        return modifier < 0 ? FULL_FRACTION : modifier;
    }
}

package dev.millrace.source.oracle.catalogue;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.RowIdentity;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import dev.millrace.source.oracle.server.Query;
import dev.millrace.source.oracle.server.Sql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads tables from the dictionary. Thread-safe. */
public final class CatalogueReader {
    private static final String DOING = "reading the dictionary";

    /** Neither what belongs to another table, nor what is gone when the session is, nor what Oracle keeps for itself. */
    private static final String TABLES =
            "SELECT T.OWNER, T.TABLE_NAME FROM ALL_TABLES T, ALL_USERS U WHERE U.USERNAME = T.OWNER"
                    + " AND U.ORACLE_MAINTAINED = 'N' AND T.NESTED = 'NO' AND T.TEMPORARY = 'N' AND T.SECONDARY = 'N' AND T.EXTERNAL = 'NO'"
                    + " AND T.DROPPED = 'NO' AND (T.IOT_TYPE IS NULL OR T.IOT_TYPE = 'IOT') AND T.TABLE_NAME NOT LIKE 'MLOG$%'"
                    + " AND T.TABLE_NAME NOT LIKE 'RUPD$%' AND T.TABLE_NAME <> 'LOG_MINING_FLUSH'"
                    + " AND (T.OWNER, T.TABLE_NAME) NOT IN (SELECT OWNER, MVIEW_NAME FROM ALL_MVIEWS) ORDER BY T.OWNER, T.TABLE_NAME";

    private static final String COLUMNS =
            "SELECT C.COLUMN_NAME, C.DATA_TYPE, C.DATA_LENGTH, C.CHAR_LENGTH, C.CHAR_USED, C.DATA_PRECISION,"
                    + " C.DATA_SCALE, C.NULLABLE, C.VIRTUAL_COLUMN, C.IDENTITY_COLUMN, C.DATA_DEFAULT, C.DATA_TYPE_OWNER FROM ALL_TAB_COLS C"
                    + " WHERE C.OWNER = ? AND C.TABLE_NAME = ? AND C.HIDDEN_COLUMN = 'NO' ORDER BY C.COLUMN_ID";

    private static final String ALWAYS =
            "SELECT COLUMN_NAME FROM ALL_TAB_IDENTITY_COLS WHERE OWNER = ? AND TABLE_NAME = ?"
                    + " AND GENERATION_TYPE = 'ALWAYS'";

    private static final String CONSTRAINTS =
            "SELECT K.CONSTRAINT_NAME, K.CONSTRAINT_TYPE, C.COLUMN_NAME, K.DELETE_RULE, K.DEFERRABLE,"
                    + " K.R_OWNER, K.R_CONSTRAINT_NAME, K.INDEX_NAME FROM ALL_CONSTRAINTS K, ALL_CONS_COLUMNS C WHERE K.OWNER = ? AND K.TABLE_NAME = ?"
                    + " AND K.CONSTRAINT_TYPE IN ('P', 'U', 'R') AND K.STATUS = 'ENABLED' AND C.OWNER = K.OWNER"
                    + " AND C.CONSTRAINT_NAME = K.CONSTRAINT_NAME ORDER BY K.CONSTRAINT_NAME, C.POSITION";

    private static final String REFERENCED = "SELECT C.OWNER, C.TABLE_NAME, C.COLUMN_NAME FROM ALL_CONS_COLUMNS C"
            + " WHERE C.OWNER = ? AND C.CONSTRAINT_NAME = ? ORDER BY C.POSITION";

    private static final String INDEXES =
            "SELECT I.INDEX_NAME, I.UNIQUENESS, C.COLUMN_NAME FROM ALL_INDEXES I, ALL_IND_COLUMNS C"
                    + " WHERE I.TABLE_OWNER = ? AND I.TABLE_NAME = ? AND I.INDEX_TYPE = 'NORMAL' AND C.INDEX_OWNER = I.OWNER"
                    + " AND C.INDEX_NAME = I.INDEX_NAME ORDER BY I.INDEX_NAME, C.COLUMN_POSITION";

    private final Query query;
    private final ColumnTypes types;

    public CatalogueReader(Query query, ColumnTypes types) {
        this.query = query;
        this.types = types;
    }

    /** The tables that are wanted, ordered by name. */
    public List<TableSchema> tables(Predicate<TableId> wanted) {
        List<TableSchema> tables = new ArrayList<>();
        for (@Nullable String[] row : query.rows(DOING, TABLES)) {
            TableId id = new TableId(String.valueOf(row[0]), String.valueOf(row[1]));
            if (wanted.test(id)) {
                tables.add(table(id));
            }
        }
        return tables;
    }

    private TableSchema table(TableId id) {
        TableSchema.Builder table = TableSchema.builder(id, EngineFamily.ORACLE).columns(columns(id));
        Map<String, Constraint> constraints = constraints(id);
        Set<String> backing = new HashSet<>();
        List<KeySchema> unique = new ArrayList<>();
        List<ForeignKeySchema> foreign = new ArrayList<>();
        boolean keyed = false;
        for (Constraint constraint : constraints.values()) {
            backing.add(constraint.index);
            switch (constraint.type) {
                case "P" -> {
                    table.primaryKey(new KeySchema(constraint.name, constraint.columns));
                    keyed = true;
                }
                case "U" -> unique.add(new KeySchema(constraint.name, constraint.columns));
                default -> foreign.add(foreignKey(constraint));
            }
        }
        table.indexes(indexes(id, backing, unique));
        TableSchema known = table.uniqueKeys(unique).foreignKeys(foreign).build();
        return keyed || known.identifyingKey().isPresent()
                ? known
                : known.toBuilder().rowIdentity(RowIdentity.FULL).build();
    }

    private List<ColumnSchema> columns(TableId id) {
        Set<String> always = new TreeSet<>();
        query.rows(DOING, ALWAYS, id.schema(), id.table()).forEach(row -> always.add(String.valueOf(row[0])));
        List<ColumnSchema> columns = new ArrayList<>();
        for (@Nullable String[] row : query.rows(DOING, COLUMNS, id.schema(), id.table())) {
            columns.add(column(row, always));
        }
        return columns;
    }

    private ColumnSchema column(@Nullable String[] row, Set<String> always) {
        String name = String.valueOf(row[0]);
        String declared = String.valueOf(row[1]);
        long characters = number(row[3], 0);
        long length = characters > 0 ? characters : number(row[2], 0);
        int precision = (int) number(row[5], -1);
        Integer scale = row[6] == null ? null : Integer.valueOf(row[6]);
        DataType type = types.of(declared, length, precision, scale);
        Fill fill = "YES".equals(row[8])
                ? Fill.GENERATED
                : "YES".equals(row[9]) ? always.contains(name) ? Fill.IDENTITY_ALWAYS : Fill.IDENTITY : Fill.DEFAULT;
        String expression =
                row[10] == null || fill == Fill.IDENTITY || fill == Fill.IDENTITY_ALWAYS ? null : row[10].trim();
        return new ColumnSchema(
                name,
                type,
                nativeType(declared, length, precision, scale, "B".equals(row[4])),
                "Y".equals(row[7]),
                fill,
                expression == null || expression.isEmpty() ? null : expression,
                WireForm.CANONICAL);
    }

    private static long number(@Nullable String text, long otherwise) {
        return text == null ? otherwise : Long.parseLong(text);
    }

    private static String nativeType(
            String declared, long length, int precision, @Nullable Integer scale, boolean countsBytes) {
        return switch (declared) {
            case "NUMBER" -> {
                if (precision < 0) {
                    yield scale == null ? "NUMBER" : "NUMBER(*," + scale + ")";
                }
                yield "NUMBER(" + precision + (scale == null || scale == 0 ? "" : "," + scale) + ")";
            }
            case "FLOAT" -> precision < 0 ? "FLOAT" : "FLOAT(" + precision + ")";
            case "CHAR", "VARCHAR2" -> declared + "(" + length + (countsBytes ? " BYTE)" : " CHAR)");
            case "NCHAR", "NVARCHAR2", "RAW" -> declared + "(" + length + ")";
            default -> declared;
        };
    }

    private static final class Constraint {
        private final String name;
        private final String type;
        private final String deleteRule;
        private final boolean deferrable;
        private final String referencedOwner;
        private final String referenced;
        private final String index;
        private final List<String> columns = new ArrayList<>();

        Constraint(@Nullable String[] row) {
            name = String.valueOf(row[0]);
            type = String.valueOf(row[1]);
            deleteRule = row[3] == null ? "NO ACTION" : row[3];
            deferrable = "DEFERRABLE".equals(row[4]);
            referencedOwner = String.valueOf(row[5]);
            referenced = String.valueOf(row[6]);
            index = row[7] == null ? "" : row[7];
        }
    }

    private Map<String, Constraint> constraints(TableId id) {
        Map<String, Constraint> constraints = new LinkedHashMap<>();
        for (@Nullable String[] row : query.rows(DOING, CONSTRAINTS, id.schema(), id.table())) {
            constraints
                    .computeIfAbsent(String.valueOf(row[0]), name -> new Constraint(row))
                    .columns
                    .add(String.valueOf(row[2]));
        }
        return constraints;
    }

    private ForeignKeySchema foreignKey(Constraint constraint) {
        List<String> columns = new ArrayList<>();
        TableId parent = new TableId(constraint.referencedOwner, "");
        for (@Nullable
        String[] row : query.rows(DOING, REFERENCED, constraint.referencedOwner, constraint.referenced)) {
            parent = new TableId(String.valueOf(row[0]), String.valueOf(row[1]));
            columns.add(String.valueOf(row[2]));
        }
        return new ForeignKeySchema(
                constraint.name,
                constraint.columns,
                parent,
                columns,
                constraint.deleteRule,
                "NO ACTION",
                constraint.deferrable);
    }

    /** Unique indexes without a constraint are keys all the same; they are added to those. */
    private List<IndexSchema> indexes(TableId id, Set<String> backing, List<KeySchema> unique) {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        Set<String> uniqueNames = new HashSet<>();
        for (@Nullable String[] row : query.rows(DOING, INDEXES, id.schema(), id.table())) {
            String name = String.valueOf(row[0]);
            columns.computeIfAbsent(name, index -> new ArrayList<>()).add(String.valueOf(row[2]));
            if ("UNIQUE".equals(row[1])) {
                uniqueNames.add(name);
            }
        }
        List<IndexSchema> indexes = new ArrayList<>();
        columns.forEach((name, names) -> {
            if (backing.contains(name)) {
                return;
            }
            if (uniqueNames.contains(name)) {
                unique.add(new KeySchema(name, names));
            } else {
                indexes.add(new IndexSchema(
                        name,
                        names,
                        false,
                        "CREATE INDEX " + Sql.name(name) + " ON " + Sql.table(id) + " (" + Sql.names(names) + ")"));
            }
        });
        return indexes;
    }
}

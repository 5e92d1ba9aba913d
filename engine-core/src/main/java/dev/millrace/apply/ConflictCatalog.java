package dev.millrace.apply;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

import static java.util.Objects.requireNonNull;

/**
 * Derives {@link TableConflicts} from the constraints of all targets of a task: both ends of a foreign key have to agree on how its
 * values are hashed. Belongs to the apply thread.
 */
final class ConflictCatalog {
    /** A target: the layout of the rows that come, and the table as the target has it. */
    private record Shape(TableSchema wanted, TableSchema target) {}

    private final Map<TableId, Shape> shapes = new HashMap<>();
    private final Map<TableId, Set<TableId>> children = new HashMap<>();
    private int version;

    /** Notes a target, or its new shape; what was derived before may be wrong from then on, that of other tables too. */
    void put(TableSchema wanted, TableSchema target) {
        Shape before = shapes.put(wanted.id(), new Shape(wanted, target));
        if (before != null) {
            before.target()
                    .foreignKeys()
                    .forEach(reference -> childrenOf(reference.parent()).remove(wanted.id()));
        }
        target.foreignKeys()
                .forEach(reference -> children.computeIfAbsent(reference.parent(), unknown -> new HashSet<>())
                        .add(wanted.id()));
        version++;
    }

    /** Another number than before if a shape was noted meanwhile. */
    int version() {
        return version;
    }

    /** The target, and all those that foreign keys tie to it, be it over others. */
    Set<TableId> tiedTo(TableId target) {
        Set<TableId> tied = new HashSet<>();
        Deque<TableId> reached = new ArrayDeque<>(List.of(target));
        while (!reached.isEmpty()) {
            TableId next = reached.remove();
            if (tied.add(next)) {
                reached.addAll(childrenOf(next));
                Shape shape = shapes.get(next);
                if (shape != null) {
                    shape.target().foreignKeys().forEach(reference -> reached.add(reference.parent()));
                }
            }
        }
        return tied;
    }

    private Set<TableId> childrenOf(TableId parent) {
        return children.getOrDefault(parent, Set.of());
    }

    /** @param identity the columns by which changes find their row, in the layout of the wanted schema */
    TableConflicts of(TableSchema wanted, TableSchema target, int[] identity) {
        Shape shape = new Shape(wanted, target);
        boolean keyless = identity.length == 0;
        boolean everywhere = target.foreignKeys().stream().anyMatch(ForeignKeySchema::actsOnChildren)
                || target.indexes().stream().anyMatch(IndexSchema::unique);
        List<ConflictKey> rowKeys = new ArrayList<>();
        List<String> identityColumns = Arrays.stream(identity)
                .mapToObj(column -> wanted.column(column).name())
                .toList();
        if (!keyless) {
            rowKeys.add(key(shape, identityColumns, true, identity));
        }
        for (KeySchema key : keys(target)) {
            boolean carried = key.columns().stream()
                    .allMatch(column -> wanted.ordinal(column).isPresent());
            everywhere |= !carried;
            if (carried && !Set.copyOf(key.columns()).equals(Set.copyOf(identityColumns))) {
                rowKeys.add(key(shape, key.columns(), key.nullsDistinct(), identity));
            }
        }
        return new TableConflicts(
                rowKeys,
                references(shape),
                everywhere,
                keyless,
                target.family() == EngineFamily.POSTGRES,
                actsOn(target.id()));
    }

    private static List<KeySchema> keys(TableSchema target) {
        List<KeySchema> keys = new ArrayList<>(target.uniqueKeys());
        target.primaryKey().ifPresent(keys::add);
        return keys;
    }

    private ConflictKey key(Shape shape, List<String> columns, boolean nullsDistinct, int[] identity) {
        List<String> hashed = new ArrayList<>();
        for (String column : new TreeSet<>(columns)) {
            if (isComparable(shape, column) && childrenAgree(shape, columns, column)) {
                hashed.add(column);
            }
        }
        int[] ordinals = shape.wanted().ordinals(columns);
        return new ConflictKey(
                seed(shape.target().id(), columns),
                ordinals,
                shape.wanted().ordinals(hashed),
                nullsDistinct,
                Arrays.equals(ordinals, identity));
    }

    private List<TableConflicts.Reference> references(Shape child) {
        List<TableConflicts.Reference> references = new ArrayList<>();
        for (ForeignKeySchema reference : child.target().foreignKeys()) {
            Shape parent = shapes.get(reference.parent());
            boolean carried = reference.columns().stream()
                    .allMatch(column -> child.wanted().ordinal(column).isPresent());
            if (parent != null) {
                references.add(new TableConflicts.Reference(
                        reference.parent(), carried ? reference(child, parent, reference) : null));
            }
        }
        return references;
    }

    private ConflictKey reference(Shape child, Shape parent, ForeignKeySchema reference) {
        List<String> hashed = new ArrayList<>();
        for (String column : new TreeSet<>(reference.parentColumns())) {
            if (isComparable(parent, column) && childrenAgree(parent, reference.parentColumns(), column)) {
                hashed.add(reference.columns().get(reference.parentColumns().indexOf(column)));
            }
        }
        return new ConflictKey(
                seed(reference.parent(), reference.parentColumns()),
                child.wanted().ordinals(reference.columns()),
                child.wanted().ordinals(hashed),
                true,
                false);
    }

    /** Whether every foreign key to these columns has values in the same form as the column itself. */
    private boolean childrenAgree(Shape parent, List<String> key, String column) {
        for (TableId id : childrenOf(parent.target().id())) {
            Shape child = requireNonNull(shapes.get(id), "no shape");
            for (ForeignKeySchema reference : child.target().foreignKeys()) {
                boolean concerned = reference.parent().equals(parent.target().id())
                        && Set.copyOf(reference.parentColumns()).equals(Set.copyOf(key));
                if (concerned && !agrees(parent, column, child, reference)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean agrees(Shape parent, String column, Shape child, ForeignKeySchema reference) {
        String childColumn = reference.columns().get(reference.parentColumns().indexOf(column));
        OptionalInt there = child.wanted().ordinal(childColumn);
        if (there.isEmpty() || !isComparable(child, childColumn)) {
            return false;
        }
        ColumnSchema one = parent.wanted().column(parent.wanted().ordinals(List.of(column))[0]);
        ColumnSchema other = child.wanted().column(there.getAsInt());
        return one.type().kind() == other.type().kind()
                && one.wire().name().equals(other.wire().name());
    }

    /** Tables that change by themselves when rows of this one go, those behind them included. */
    private Set<TableId> actsOn(TableId parent) {
        Set<TableId> reached = new HashSet<>();
        collectActing(parent, reached);
        reached.remove(parent);
        return reached;
    }

    private void collectActing(TableId parent, Set<TableId> reached) {
        for (TableId id : childrenOf(parent)) {
            Shape child = requireNonNull(shapes.get(id), "no shape");
            for (ForeignKeySchema reference : child.target().foreignKeys()) {
                if (reference.actsOnChildren()
                        && reference.parent().equals(parent)
                        && reached.add(child.target().id())) {
                    collectActing(child.target().id(), reached);
                }
            }
        }
    }

    /**
     * Whether two values of the column are equal on the target exactly if their bytes are. Everything that depends on a collation,
     * on padding or on a scale is not.
     */
    private static boolean isComparable(Shape shape, String name) {
        OptionalInt ordinal = shape.wanted().ordinal(name);
        OptionalInt targetOrdinal = shape.target().ordinal(name);
        if (ordinal.isEmpty() || targetOrdinal.isEmpty()) {
            return false;
        }
        DataType.Kind kind = shape.wanted().column(ordinal.getAsInt()).type().kind();
        ColumnSchema target = shape.target().column(targetOrdinal.getAsInt());
        return switch (kind) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8 -> isInteger(target.type());
            case UUID, DATE, BOOLEAN -> target.type().kind() == kind || isDynamo(shape);
            case STRING, CLOB ->
                isDynamo(shape)
                        || (shape.target().family() == EngineFamily.POSTGRES && isPlainText(target.nativeType()));
            default -> false;
        };
    }

    /** It compares texts by their bytes, and keeps what is no number as text. */
    private static boolean isDynamo(Shape shape) {
        return shape.target().family() == EngineFamily.DYNAMODB;
    }

    private static boolean isInteger(DataType type) {
        return switch (type.kind()) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8 -> true;
            case NUMERIC -> type.scale() == 0;
            default -> false;
        };
    }

    /** PostgreSQL's collations are deterministic, unless the column has one of its own. */
    private static boolean isPlainText(String nativeType) {
        return (nativeType.startsWith("text") || nativeType.startsWith("character varying"))
                && !nativeType.contains("COLLATE");
    }

    private static long seed(TableId table, List<String> columns) {
        long seed = 31L * table.schema().hashCode() + table.table().hashCode();
        for (String column : new TreeSet<>(columns)) {
            seed = seed * 0x9E3779B97F4A7C15L + column.hashCode();
        }
        return seed;
    }
}

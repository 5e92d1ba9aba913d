package dev.millrace.sink.postgres;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeSet.Kind;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One table on one connection, with the shapes of change that it has seen. */
final class BoundTable implements AutoCloseable {
    private final ApplySession session;
    private final TableBinding binding;
    private final Map<ShapeKey, ChangeShape> shapes = new HashMap<>();

    BoundTable(ApplySession session, TableBinding binding) {
        this.session = session;
        this.binding = binding;
    }

    TableSchema wanted() {
        return binding.wanted();
    }

    int apply(ChangeSet changes) throws SQLException {
        if (changes.kind() == Kind.TRUNCATE) {
            truncate();
            return 0;
        }
        ShapeKey key = ShapeKey.of(binding, changes);
        ChangeShape shape = shapes.get(key);
        if (shape == null) {
            shape = open(key);
            shapes.put(key, shape);
        }
        return shape.apply(changes);
    }

    @Override
    public void close() throws SQLException {
        for (ChangeShape shape : shapes.values()) {
            shape.close();
        }
        shapes.clear();
    }

    private void truncate() throws SQLException {
        boolean referenced = session.isReferenced(binding.id());
        session.execute(
                referenced
                        ? ApplySql.deleteAll(binding.id())
                        : "TRUNCATE TABLE " + PostgresDialect.quoted(binding.id()));
    }

    private ChangeShape open(ShapeKey key) throws SQLException {
        int[] values = toArray(key.values());
        int[] identity = toArray(key.identity());
        return switch (key.kind()) {
            case INSERT -> new InsertShape(session, binding, values);
            case UPSERT -> {
                requireKey(key);
                yield new UpsertShape(session, binding, values);
            }
            case UPDATE ->
                binding.hasKey()
                        ? new UpdateShape(session, binding, values, key.keyChanges())
                        : new ImageShape(session, binding, identity, values);
            case DELETE ->
                binding.hasKey()
                        ? new DeleteShape(session, binding)
                        : new ImageShape(session, binding, identity, new int[0]);
            case TRUNCATE -> throw new IllegalStateException("a truncate has no rows");
        };
    }

    private void requireKey(ShapeKey key) {
        if (!binding.hasKey()) {
            throw new ReplicationException(
                    ErrorCode.INTERNAL, key.kind() + " of table " + binding.id() + ", which has no identifying key");
        }
    }

    private static int[] toArray(List<Integer> ordinals) {
        return ordinals.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * What sets must have in common to be executed by the same statements.
     *
     * @param values ordinals of the columns that get values
     * @param identity ordinals of the columns that tell a row in a table without a key
     * @param keyChanges whether an update gives some row another key
     */
    private record ShapeKey(Kind kind, List<Integer> values, List<Integer> identity, boolean keyChanges) {
        static ShapeKey of(TableBinding binding, ChangeSet changes) {
            List<Integer> values = changes.rows().isEmpty()
                    ? List.of()
                    : list(binding.written(changes.rows().get(0)));
            List<Integer> identity = binding.hasKey() || changes.identities().isEmpty()
                    ? List.of()
                    : list(binding.compared(changes.identities().get(0)));
            boolean keyChanges = changes.kind() == Kind.UPDATE && binding.hasKey() && changesKey(binding, changes);
            return new ShapeKey(changes.kind(), values, identity, keyChanges);
        }

        private static boolean changesKey(TableBinding binding, ChangeSet changes) {
            for (int i = 0; i < changes.rows().size(); i++) {
                Row row = changes.rows().get(i);
                Row identity = changes.identities().get(i);
                if (row != identity) {
                    for (int column : binding.key()) {
                        if (row.isPresent(column) && !row.sameValue(identity, column)) {
                            return true;
                        }
                    }
                }
            }
            return false;
        }

        private static List<Integer> list(int[] ordinals) {
            return Arrays.stream(ordinals).boxed().toList();
        }
    }
}

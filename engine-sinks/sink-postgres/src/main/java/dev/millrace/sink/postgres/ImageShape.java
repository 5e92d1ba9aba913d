package dev.millrace.sink.postgres;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.Row;
import dev.millrace.sink.postgres.ApplySql.Assignment;
import dev.millrace.spi.sink.ChangeSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Changed or deleted rows of a table without a key, told by all values that the log carried: one row per image, even if several look the
 * same. Each set reads the table once, or by an index that fits.
 */
final class ImageShape implements ChangeShape {
    private final ApplySession session;
    private final TableBinding binding;
    private final int[] image;
    private final int[] values;
    private final List<Assignment> set = new ArrayList<>();
    private final List<Integer> unsettable = new ArrayList<>();
    private final RowArrays arrays;
    private final Map<List<Integer>, RowStatement> statements = new HashMap<>();

    /**
     * Works on rows with these columns.
     *
     * @param image ordinals of the columns that tell a row
     * @param values ordinals of the columns that get new values; empty for a delete
     */
    ImageShape(ApplySession session, TableBinding binding, int[] image, int[] values) {
        this.session = session;
        this.binding = binding;
        this.image = image;
        this.values = values;
        for (int place = 0; place < values.length; place++) {
            if (binding.isIdentityAlways(values[place])) {
                unsettable.add(values[place]);
            } else {
                set.add(new Assignment(binding.wanted().column(values[place]).name(), place));
            }
        }
        arrays = new RowArrays(binding, image, values);
    }

    @Override
    public int apply(ChangeSet changes) throws SQLException {
        requireUnchanged(changes);
        List<Integer> joined = joined(changes.identities());
        RowStatement statement = statements.computeIfAbsent(joined, this::statement);
        return arrays.execute(statement, changes.identities(), changes.rows());
    }

    @Override
    public void close() throws SQLException {
        for (RowStatement statement : statements.values()) {
            statement.close();
        }
    }

    private RowStatement statement(List<Integer> joined) {
        ImageSql sql = new ImageSql(binding, image, arrays.source(), joined);
        return new RowStatement(session, values.length == 0 ? sql.delete() : sql.update(set));
    }

    private void requireUnchanged(ChangeSet changes) {
        for (int column : unsettable) {
            for (int i = 0; i < changes.rows().size(); i++) {
                if (!changes.rows().get(i).sameValue(changes.identities().get(i), column)) {
                    throw binding.identityRefusal(
                            binding.wanted().column(column).name());
                }
            }
        }
    }

    /** Places in the image of columns by which rows can be found fast: with an equality, and without a NULL in this set. */
    private List<Integer> joined(List<Row> identities) {
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < image.length; place++) {
            int column = image[place];
            if (hasEquality(binding.targetColumn(column)) && identities.stream().noneMatch(row -> row.isNull(column))) {
                places.add(place);
            }
        }
        return places;
    }

    /** Types whose equality holds wherever their text is the same, and that can be hashed or looked up in an index. */
    private static boolean hasEquality(ColumnSchema column) {
        return switch (column.type().kind()) {
            case BOOLEAN,
                    INT2,
                    INT4,
                    INT8,
                    UINT4,
                    NUMERIC,
                    REAL4,
                    REAL8,
                    STRING,
                    CLOB,
                    BLOB,
                    BIT,
                    DATE,
                    TIME,
                    TIME_TZ,
                    DATETIME,
                    TIMESTAMP_TZ,
                    UUID -> true;
            default -> false;
        };
    }
}

package dev.millrace.sink.jdbc;

import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.refusal.RowImage;
import dev.millrace.spi.sink.RefusedChange;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * What {@code STATEMENT} of {@code awsdms_apply_exceptions} says: a statement for one row with {@code ?} for values, and the values
 * behind it (dms-reference §3). It is for people; the engine works by sets.
 */
final class RefusedStatement {
    private final SqlDialect dialect;
    private final TableSchema placed;
    private final RefusedChange refused;

    /** @param placed the wanted schema under the name that the table has on the target */
    RefusedStatement(SqlDialect dialect, TableSchema placed, RefusedChange refused) {
        this.dialect = dialect;
        this.placed = placed;
        this.refused = refused;
    }

    String text() {
        String table = dialect.table(placed.id());
        Row after = refused.after();
        return switch (refused.kind()) {
            case TRUNCATE -> "TRUNCATE TABLE " + table;
            case LOAD, INSERT -> insert(table, requireNonNull(after, "an insert has new values"));
            case UPDATE ->
                "UPDATE " + table + " SET " + list(present(after), " = ?", ", ") + where() + values(after) + identity();
            case DELETE -> "DELETE FROM " + table + where() + identity();
        };
    }

    private String insert(String table, Row row) {
        List<String> columns = present(row);
        String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " (" + list(columns, "", ", ") + ") VALUES (" + marks + ")" + values(row);
    }

    private String where() {
        return " WHERE " + list(told(), " = ?", " AND ");
    }

    private String identity() {
        Row row = identityRow();
        return " " + RowImage.of(refused.table(), row, refused.table().ordinals(told()));
    }

    /** Columns that tell the row: the key, or all that the log carried. */
    private List<String> told() {
        return refused.table().identifyingKey().map(KeySchema::columns).orElseGet(() -> present(identityRow()));
    }

    private Row identityRow() {
        Row before = refused.before();
        return before != null ? before : requireNonNull(refused.after(), "a change of no row");
    }

    private String values(@Nullable Row row) {
        return row == null ? "" : " " + RowImage.of(refused.table(), row);
    }

    private List<String> present(@Nullable Row row) {
        return row == null
                ? List.of()
                : IntStream.range(0, row.columnCount())
                        .filter(row::isPresent)
                        .mapToObj(column -> refused.table().column(column).name())
                        .toList();
    }

    private String list(List<String> columns, String behind, String between) {
        return columns.stream().map(column -> dialect.quote(column) + behind).collect(Collectors.joining(between));
    }
}

package dev.millrace.sink.jdbc;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a target table that is there already can't take the rows of a wanted one, and the statements that mend it. All findings are
 * blocking. Immutable and thread-safe.
 */
public final class TableFit {
    private final PresentColumns columns;

    public TableFit(PresentColumns columns) {
        this.columns = columns;
    }

    /** Columns that the target lacks, whose values it would change, or that it wants values for which there are none. */
    public List<Finding> findings(TableSchema wanted, TableSchema target) {
        List<Finding> findings = new ArrayList<>(misfits(wanted, target));
        for (ColumnSchema present : target.columns()) {
            if (columns.mustBeGiven(present) && find(wanted, present.name()).isEmpty()) {
                findings.add(Finding.blocking(
                        ErrorCode.TARGET_TABLE_MISMATCH,
                        "target table " + wanted.id() + " has column " + present.name()
                                + ", which must have a value, but the source has no such column",
                        "run: " + columns.relax(wanted.id(), present)));
            }
        }
        return findings;
    }

    /**
     * Refuses a target table that lacks columns or would change values.
     *
     * @throws ReplicationException {@code TARGET_TABLE_MISMATCH}, {@code TYPE_NOT_REPRESENTABLE}
     */
    public void require(TableSchema wanted, TableSchema target) {
        List<Finding> findings = misfits(wanted, target);
        if (!findings.isEmpty()) {
            throw new ReplicationException(
                    findings.get(0).code(),
                    findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        }
    }

    /** The column of that name, by the target's idea of names. */
    public Optional<ColumnSchema> find(TableSchema table, String name) {
        Optional<ColumnSchema> exact = table.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst();
        return exact.isPresent()
                ? exact
                : table.columns().stream()
                        .filter(column -> columns.isSameName(column.name(), name))
                        .findFirst();
    }

    private List<Finding> misfits(TableSchema wanted, TableSchema target) {
        List<ColumnSchema> missing = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (ColumnSchema column : wanted.columns()) {
            Optional<ColumnSchema> present = find(target, column.name());
            if (present.isEmpty() && !columns.canBeMissing(wanted, column)) {
                missing.add(column);
            } else if (present.isPresent() && columns.losesValues(wanted, column, present.get())) {
                findings.add(lossy(wanted, column, present.get()));
            }
        }
        if (!missing.isEmpty()) {
            findings.add(0, missing(wanted, missing));
        }
        return findings;
    }

    private Finding missing(TableSchema wanted, List<ColumnSchema> missing) {
        return Finding.blocking(
                ErrorCode.TARGET_TABLE_MISMATCH,
                "target table " + wanted.id() + " lacks the columns "
                        + missing.stream().map(ColumnSchema::name).collect(Collectors.joining(", ")),
                "run: " + columns.add(wanted, missing));
    }

    private Finding lossy(TableSchema wanted, ColumnSchema column, ColumnSchema present) {
        return Finding.blocking(
                ErrorCode.TYPE_NOT_REPRESENTABLE,
                "column " + column.name() + " of target table " + wanted.id() + " is " + present.nativeType()
                        + ", which would round or cut values of " + column.nativeType() + " without a word",
                "run: " + columns.retype(wanted, column));
    }
}

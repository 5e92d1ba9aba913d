package dev.millrace.sink.jdbc;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.util.List;

/** What one target knows about the columns of a table that is there already, and the statements that change them. Thread-safe. */
public interface PresentColumns {

    /** Whether the target takes two names of columns for one. */
    boolean isSameName(String one, String other);

    /** Whether a wanted column need not be there, since nothing is written to it. */
    boolean canBeMissing(TableSchema wanted, ColumnSchema column);

    /** Whether the target's column would change some values of the wanted one without an error or a warning. */
    boolean losesValues(TableSchema wanted, ColumnSchema column, ColumnSchema present);

    /** Whether an {@code INSERT} that does not name the column fails. */
    boolean mustBeGiven(ColumnSchema present);

    /** The statement that adds columns. */
    String add(TableSchema wanted, List<ColumnSchema> missing);

    /** The statement that gives a column the type of the wanted one. */
    String retype(TableSchema wanted, ColumnSchema column);

    /** The statement that lets a column be NULL. */
    String relax(TableId table, ColumnSchema present);
}

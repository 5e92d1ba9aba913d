package dev.millrace.sink.postgres;

import dev.millrace.model.TableId;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The temporary tables of one connection. They empty themselves at every commit and vanish with the connection, so nothing is left
 * behind by a crash. The server empties all of them at a commit that used one, so there are never many.
 */
final class StagingTables {
    private static final int MOST = 32;

    private final Statement statement;
    private final Set<Stage> made = new LinkedHashSet<>();
    private final List<Stage> madeInTransaction = new ArrayList<>();
    private final Set<Stage> used = new LinkedHashSet<>();
    private int counter;

    StagingTables(Statement statement) {
        this.statement = statement;
    }

    /** A staging table that is made when it is first used. */
    static final class Stage {
        private final String name;
        private final String createStatement;

        private Stage(String name, String createStatement) {
            this.name = name;
            this.createStatement = createStatement;
        }

        String name() {
            return name;
        }
    }

    Stage declare(TableId table, List<String> key, List<String> values) {
        String name = "millrace_stage_" + ++counter;
        return new Stage(name, ApplySql.createStage(name, table, key, values));
    }

    /** Makes sure that the table is there, empty. */
    void prepare(Stage stage) throws SQLException {
        if (!made.contains(stage)) {
            if (made.size() >= MOST) {
                drop(made.iterator().next());
            }
            statement.execute(stage.createStatement);
            made.add(stage);
            madeInTransaction.add(stage);
        } else if (used.contains(stage)) {
            statement.execute(ApplySql.truncateStage(stage.name));
        }
        used.add(stage);
    }

    void drop(Stage stage) throws SQLException {
        if (made.remove(stage)) {
            used.remove(stage);
            statement.execute(ApplySql.dropStage(stage.name));
        }
    }

    void committed() {
        used.clear();
        madeInTransaction.clear();
    }

    /** What was made in the transaction is gone; what was dropped in it is back under a name that is never used again. */
    void rolledBack() {
        madeInTransaction.forEach(made::remove);
        madeInTransaction.clear();
        used.clear();
    }
}

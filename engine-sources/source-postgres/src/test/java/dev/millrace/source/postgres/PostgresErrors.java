package dev.millrace.source.postgres;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.Source;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Sources on a table that something is wrong with. */
abstract class PostgresErrors extends PostgresContract {
    static final String SLOT = "millrace_errors";

    PostgresErrors() {
        super(CURRENT);
    }

    static AbstractThrowableAssert<?, ? extends Throwable> fails(ErrorCode code, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code())
                                .as(failure.getMessage())
                                .isEqualTo(code));
    }

    final Source open(Map<String, String> settings) {
        return database.source("errors", settings);
    }

    final Source open() {
        return open(Map.of());
    }

    final List<TableSchema> table(Source source) {
        return List.of(TestDatabase.table(source, "t"));
    }

    final void makeTable() {
        database.execute("CREATE TABLE t (id int PRIMARY KEY)");
    }
}

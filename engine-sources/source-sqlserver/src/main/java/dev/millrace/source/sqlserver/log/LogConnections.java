package dev.millrace.source.sqlserver.log;

import dev.millrace.source.sqlserver.connection.Connections;
import dev.millrace.source.sqlserver.connection.Queries;
import dev.millrace.source.sqlserver.log.RoundEnds.RoundEnd;
import dev.millrace.source.sqlserver.position.LogSequenceNumber;
import io.debezium.jdbc.JdbcConfiguration;
import io.debezium.jdbc.JdbcConnection;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives Debezium connections of the source's own making, so that there is one way to log in. Debezium makes it by its name, so runs find theirs by
 * their own. Some of Debezium's statements are listened to or changed on their way, see {@link ReaderQuestions}. Thread-safe.
 */
public final class LogConnections implements JdbcConnection.ConnectionFactory {
    /** The setting that tells which run it is, behind {@code database.}. */
    static final String RUN = "millrace.run";

    private static final Map<String, Run> RUNS = new ConcurrentHashMap<>();

    /** For Debezium. */
    public LogConnections() {}

    private record Run(
            Connections connections,
            LogSequenceNumber from,
            ReadingProgress progress,
            RoundEnds ends,
            ConvertedColumns converted,
            Set<Connection> open) {}

    static void begin(String run, Connections connections, LogSequenceNumber from, ReadingProgress progress) {
        RUNS.put(
                run,
                new Run(
                        connections,
                        from,
                        progress,
                        new RoundEnds(from),
                        new ConvertedColumns(),
                        ConcurrentHashMap.newKeySet()));
    }

    /** Ends every connection of the run at once. */
    static void cut(String run) {
        Run known = RUNS.get(run);
        if (known != null) {
            known.open().forEach(known.connections()::cut);
        }
    }

    static void end(String run) {
        cut(run);
        RUNS.remove(run);
    }

    @Override
    public Connection connect(JdbcConfiguration configuration) throws SQLException {
        Run run = RUNS.get(configuration.getString(RUN, ""));
        if (run == null) {
            throw new SQLException("the reading of the log has ended", "08003");
        }
        Connection connection = run.connections().open();
        run.open().add(connection);
        return seen(Connection.class, (method, arguments) -> onConnection(connection, run, method, arguments));
    }

    private interface Call {
        @Nullable
        Object make(Method method, @Nullable Object @Nullable [] arguments) throws Throwable;
    }

    private static <T> T seen(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                LogConnections.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.make(method, arguments)));
    }

    private static @Nullable Object onConnection(
            Connection connection, Run run, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("createStatement")) {
            Statement statement = (Statement) invoke(connection, method, arguments);
            return seen(Statement.class, (each, given) -> onStatement(connection, statement, run, each, given));
        }
        if (method.getName().equals("getMetaData")) {
            DatabaseMetaData metadata = (DatabaseMetaData) invoke(connection, method, arguments);
            return seen(DatabaseMetaData.class, (each, given) -> onMetadata(connection, metadata, each, given));
        }
        if (method.getName().equals("prepareStatement") && arguments != null) {
            return prepared(connection, run, method, arguments);
        }
        if (method.getName().equals("prepareCall") && arguments != null) {
            CallableStatement call = (CallableStatement) invoke(connection, method, arguments);
            return ReaderQuestions.isForJobs(String.valueOf(arguments[0]))
                    ? seen(CallableStatement.class, (each, given) -> onJobs(call, each, given))
                    : call;
        }
        return invoke(connection, method, arguments);
    }

    /** A capture job may rest for no time between two looks at the log, and Debezium (3.5.0) fails where it is told so. */
    private static Object onJobs(CallableStatement call, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Object result = invoke(call, method, arguments);
        return result instanceof ResultSet jobs
                ? seen(ResultSet.class, (each, given) -> {
                    Object told = invoke(jobs, each, given);
                    return told instanceof Long seconds && seconds == 0 ? Long.valueOf(1) : told;
                })
                : result;
    }

    private static @Nullable Object onMetadata(
            Connection connection, DatabaseMetaData metadata, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (arguments == null || !method.getName().equals("getColumns")) {
            return invoke(metadata, method, arguments);
        }
        Map<String, String> types =
                ConvertedColumns.types(connection, String.valueOf(arguments[1]), String.valueOf(arguments[2]));
        return ConvertedColumns.described(types, (ResultSet) invoke(metadata, method, arguments));
    }

    private static Object onStatement(
            Connection connection, Statement statement, Run run, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("executeQuery")
                && arguments != null
                && ReaderQuestions.isForLastTransaction(String.valueOf(arguments[0]))) {
            LogSequenceNumber captured = captured(connection);
            RoundEnd end = run.ends().next(connection, String.valueOf(arguments[0]));
            LogSequenceNumber place = end.place();
            run.progress().roundBegins(end.beforeLast() && place != null ? place : captured);
            return invoke(statement, method, new Object[] {ReaderQuestions.answered(place)});
        }
        return invoke(statement, method, arguments);
    }

    private static Object prepared(Connection connection, Run run, Method method, @Nullable Object[] arguments)
            throws Throwable {
        String sql = String.valueOf(arguments[0]);
        @Nullable Object[] passed = arguments.clone();
        boolean changes = ReaderQuestions.isForChanges(sql);
        passed[0] = changes
                ? run.converted().asked(connection, sql)
                : ReaderQuestions.withoutReplacedCaptures(sql, run.from());
        PreparedStatement statement = (PreparedStatement) invoke(connection, method, passed);
        if (!changes) {
            return statement;
        }
        return seen(PreparedStatement.class, (each, given) -> {
            Object result = invoke(statement, each, given);
            return result instanceof ResultSet rows ? ChangeRows.of(rows) : result;
        });
    }

    private static LogSequenceNumber captured(Connection connection) throws SQLException {
        List<@Nullable String[]> rows = Queries.run(connection, "SELECT sys.fn_cdc_get_max_lsn()");
        String digits = rows.get(0)[0];
        return digits == null ? LogSequenceNumber.ZERO : LogSequenceNumber.parse(digits);
    }

    @SuppressWarnings("NullAway") // what a driver returns
    private static Object invoke(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() == null ? thrown : thrown.getCause();
        }
    }
}

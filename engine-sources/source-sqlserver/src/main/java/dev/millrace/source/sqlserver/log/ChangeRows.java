package dev.millrace.source.sqlserver.log;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a change table, with dates and times as {@code java.time} has them. What the driver gives by default depends on the zone of this JVM,
 * where times of a change to summer do not exist, and on the Julian calendar, by which Debezium reads days before 1582.
 */
final class ChangeRows {
    /** Numbers of Microsoft's driver for types that JDBC does not know. */
    private static final int DATETIME_OFFSET = -155;

    private static final int DATETIME = -151;
    private static final int SMALL_DATETIME = -150;

    private final ResultSet rows;
    private final @Nullable Class<?>[] kinds;

    private ChangeRows(ResultSet rows) throws SQLException {
        this.rows = rows;
        kinds = new Class<?>[rows.getMetaData().getColumnCount() + 1];
        for (int column = 1; column < kinds.length; column++) {
            kinds[column] = kind(rows.getMetaData().getColumnType(column));
        }
    }

    private static @Nullable Class<?> kind(int type) {
        return switch (type) {
            case Types.DATE -> LocalDate.class;
            case Types.TIMESTAMP, DATETIME, SMALL_DATETIME -> LocalDateTime.class;
            case DATETIME_OFFSET, Types.TIMESTAMP_WITH_TIMEZONE -> OffsetDateTime.class;
            default -> null;
        };
    }

    static ResultSet of(ResultSet rows) throws SQLException {
        ChangeRows changes = new ChangeRows(rows);
        return (ResultSet) Proxy.newProxyInstance(
                ChangeRows.class.getClassLoader(),
                new Class<?>[] {ResultSet.class},
                (proxy, method, arguments) -> changes.call(method, arguments));
    }

    private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        if (arguments != null
                && arguments.length == 1
                && arguments[0] instanceof Integer column
                && method.getName().equals("getObject")
                && kinds[column] != null) {
            return rows.getObject(column, kinds[column]);
        }
        try {
            return method.invoke(rows, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() == null ? thrown : thrown.getCause();
        }
    }
}

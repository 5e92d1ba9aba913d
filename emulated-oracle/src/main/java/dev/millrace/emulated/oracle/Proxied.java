package dev.millrace.emulated.oracle;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import org.h2.engine.SessionRemote;
import org.h2.jdbc.JdbcConnection;
import org.h2.value.Transfer;
import org.jspecify.annotations.Nullable;

/** A connection, or what came of one: statements are put into the database's words, failures into Oracle's. */
final class Proxied implements InvocationHandler {
    private final Object target;
    private final Connection inner;
    private final Connection outer;
    private final String statement;

    private Proxied(Object target, Connection inner, @Nullable Connection outer, String statement) {
        this.target = target;
        this.inner = inner;
        this.outer = outer == null ? (Connection) wrap(this, Connection.class) : outer;
        this.statement = statement;
    }

    static Connection connection(Connection inner) {
        return new Proxied(inner, inner, null, "").outer;
    }

    private static Object wrap(InvocationHandler handler, Class<?> type) {
        return Proxy.newProxyInstance(Proxied.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given) throws Throwable {
        @Nullable Object[] arguments = given == null ? new Object[0] : given.clone();
        String said = statement;
        switch (method.getName()) {
            case "getConnection" -> {
                return outer;
            }
            case "equals" -> {
                return proxy == arguments[0];
            }
            case "abort" -> {
                cut();
                return null;
            }
            case "getMetaData" -> {
                if (target instanceof Connection) {
                    return wrap(
                            new Proxied(new MetadataAnswers(inner), inner, outer, "metadata"), DatabaseMetaData.class);
                }
            }
            case "setTransactionIsolation",
                    "setCatalog",
                    "setSchema",
                    "setReadOnly",
                    "setNetworkTimeout",
                    "setClientInfo" -> {
                return null;
            }
            default -> {
                if (arguments.length > 0 && arguments[0] instanceof String sql && takesStatement(method)) {
                    said = sql;
                    Privileges.require(inner, sql);
                    arguments[0] = KnownStatements.rewritten(sql);
                }
            }
        }
        try {
            return handed(called(method, arguments), method, said);
        } catch (SQLException failure) {
            throw OracleErrors.of(failure, said);
        }
    }

    private static boolean takesStatement(Method method) {
        return method.getName().startsWith("prepare")
                || method.getName().startsWith("execute")
                || method.getName().equals("addBatch");
    }

    private @Nullable Object called(Method method, @Nullable Object[] arguments) throws Throwable {
        try {
            if (target instanceof MetadataAnswers answers) {
                return answers.answer(method.getName(), arguments);
            }
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        }
    }

    private @Nullable Object handed(@Nullable Object result, Method method, String said) {
        if (result instanceof Statement && !Proxy.isProxyClass(result.getClass())) {
            Class<?> type = method.getReturnType();
            return wrap(
                    new Proxied(result, inner, outer, said),
                    CallableStatement.class == type || PreparedStatement.class == type ? type : Statement.class);
        }
        if (result instanceof ResultSet) {
            return wrap(new Proxied(result, inner, outer, said), ResultSet.class);
        }
        return result;
    }

    /** Closes the sockets, whoever waits for them: the driver below waits for its own lock when it is asked to. */
    private void cut() throws SQLException {
        try {
            Field transfers = SessionRemote.class.getDeclaredField("transferList");
            transfers.setAccessible(true);
            Object session = inner.unwrap(JdbcConnection.class).getSession();
            if (session == null) {
                return;
            }
            for (Object transfer : (Collection<?>) transfers.get(session)) {
                Socket socket = ((Transfer) transfer).getSocket();
                socket.close();
            }
        } catch (ReflectiveOperationException | IOException failure) {
            throw new SQLException("the emulation can't cut a connection", failure);
        }
    }
}

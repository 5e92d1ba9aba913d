package dev.millrace.sink.jdbc;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A connection that notes which methods were called and fails where it is told to. */
final class ScriptedConnection {
    final List<String> calls = new ArrayList<>();
    private final Map<String, SQLException> failures = new HashMap<>();

    ScriptedConnection failing(String method, String state) {
        failures.put(method, new SQLException(method + " fails", state));
        return this;
    }

    Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "hashCode":
                            return System.identityHashCode(proxy);
                        case "equals":
                            return proxy == arguments[0];
                        default:
                            calls.add(method.getName());
                    }
                    SQLException failure = failures.get(method.getName());
                    if (failure != null) {
                        throw failure;
                    }
                    return method.getReturnType() == boolean.class ? (Object) false : null;
                });
    }
}

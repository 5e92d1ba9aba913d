package dev.millrace.testing.contract.memory;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** An object whose calls go through somebody else's hands. */
final class Intercepted {
    private Intercepted() {}

    /** One call; {@link #proceed} makes it, with whatever arguments. */
    record Call(Object target, Method method, @Nullable Object[] arguments) {
        String name() {
            return method.getName();
        }

        @Nullable
        Object proceed() {
            return proceed(arguments);
        }

        @Nullable
        Object proceed(@Nullable Object... changed) {
            try {
                return method.invoke(target, changed);
            } catch (InvocationTargetException thrown) {
                if (thrown.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new AssertionError(thrown);
            } catch (IllegalAccessException failure) {
                throw new AssertionError(failure);
            }
        }
    }

    /** Decides what becomes of a call. */
    interface Interceptor {
        @Nullable
        Object call(Call call);
    }

    static <T> T of(Class<T> type, T target, Interceptor interceptor) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        interceptor.call(new Call(target, method, arguments == null ? new Object[0] : arguments))));
    }
}

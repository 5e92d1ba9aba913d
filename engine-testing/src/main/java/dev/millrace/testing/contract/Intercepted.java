package dev.millrace.testing.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * An object whose calls go through somebody else's hands: for tests that break a promise on purpose, to see whether the contract
 * notices. As thread-safe as the object and the interceptor are.
 */
public final class Intercepted {
    private Intercepted() {}

    /** One call; {@link #proceed} makes it, with whatever arguments. */
    public static final class Call {
        private final Object target;
        private final Method method;
        private final @Nullable Object[] arguments;

        private Call(Object target, Method method, @Nullable Object[] arguments) {
            this.target = target;
            this.method = method;
            this.arguments = arguments;
        }

        /** The object that was meant. */
        public Object target() {
            return target;
        }

        /** The arguments as they were given; empty if there are none. */
        public @Nullable Object[] arguments() {
            return arguments;
        }

        /** The method's name. */
        public String name() {
            return method.getName();
        }

        /** Makes the call as it was meant. */
        public @Nullable Object proceed() {
            return proceed(arguments);
        }

        /** Makes the call with other arguments; throws what it throws. */
        public @Nullable Object proceed(@Nullable Object... changed) {
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
    public interface Interceptor {
        /** The result that the caller gets. */
        @Nullable
        Object call(Call call);
    }

    /** What looks like {@code target} to those who know it by this interface. */
    public static <T> T of(Class<T> type, T target, Interceptor interceptor) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        interceptor.call(new Call(target, method, arguments == null ? new Object[0] : arguments))));
    }
}

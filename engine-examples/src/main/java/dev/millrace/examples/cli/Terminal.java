package dev.millrace.examples.cli;

import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/** Whether somebody looks at what is printed. */
final class Terminal {
    private Terminal() {}

    static boolean isTerminal(PrintStream out) {
        return out == System.out && !"dumb".equals(System.getenv("TERM")) && isInteractive(System.console());
    }

    /** Since Java 22 there is a console even where there is no terminal, and a method that tells; before, no terminal, no console. */
    private static boolean isInteractive(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException olderJava) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException unexpected) {
            return false;
        }
    }
}

package dev.millrace.differential.workload;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;

/**
 * A column under test.
 *
 * @param name its name
 * @param declaration its type in the server's words
 * @param edges values that every run writes, as SQL literals: least, greatest, empty, odd; NULL goes without saying
 * @param random makes further values, as SQL literals
 */
public record TestColumn(String name, String declaration, List<String> edges, Function<Random, String> random) {
    public TestColumn {
        edges = List.copyOf(edges);
    }

    /** The type's name without length, attributes and character set: {@code numeric} of {@code numeric(38,10)}. */
    public String typeName() {
        String lower = declaration.toLowerCase(Locale.ROOT);
        int open = lower.indexOf('(');
        int end = open < 0 ? lower.length() : open;
        int blank = lower.indexOf(' ');
        return lower.substring(0, blank < 0 ? end : Math.min(end, blank));
    }

    /** A value for the {@code n}th row: the edges first, then NULL, then over again. */
    String edge(int n) {
        int i = Math.floorMod(n, edges.size() + 1);
        return i == edges.size() ? "NULL" : edges.get(i);
    }

    String any(Random source) {
        int kind = source.nextInt(10);
        if (kind == 0) {
            return "NULL";
        }
        return kind < 4 ? edges.get(source.nextInt(edges.size())) : random.apply(source);
    }
}

package dev.millrace.spi;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The engine-specific settings of one endpoint ({@code PostgreSQLSettings}, extra connection attributes, {@code EngineSettings}),
 * flattened; names are matched without regard to case, because the DMS API and its guide differ there. It remembers which names
 * were asked for, so that a setting which nobody honours can be reported at start. Thread-safe.
 */
public final class EndpointSettings {
    private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> asked = new ConcurrentSkipListSet<>(String.CASE_INSENSITIVE_ORDER);

    public EndpointSettings(Map<String, String> values) {
        this.values.putAll(values);
    }

    public static EndpointSettings none() {
        return new EndpointSettings(Map.of());
    }

    /** The setting's text; empty if it is not given or is the empty string. */
    public Optional<String> text(String name) {
        asked.add(name);
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** As {@link #text(String, String)}, for a setting that may be the empty string. */
    public String textOrEmpty(String name, String defaultValue) {
        asked.add(name);
        return values.getOrDefault(name, defaultValue);
    }

    public String text(String name, String defaultValue) {
        return text(name).orElse(defaultValue);
    }

    /** {@code true}, {@code Y}, {@code yes}, {@code 1} and their opposites, as DMS's attributes spell them. */
    public boolean flag(String name, boolean defaultValue) {
        Optional<String> given = text(name);
        if (given.isEmpty()) {
            return defaultValue;
        }
        return switch (given.get().toLowerCase(Locale.ROOT)) {
            case "true", "y", "yes", "1" -> true;
            case "false", "n", "no", "0" -> false;
            default -> throw invalid(name, given.get(), "true or false");
        };
    }

    public int number(String name, int defaultValue, int minimum, int maximum) {
        Optional<String> given = text(name);
        if (given.isEmpty()) {
            return defaultValue;
        }
        try {
            int value = Integer.parseInt(given.get().trim());
            if (value >= minimum && value <= maximum) {
                return value;
            }
        } catch (NumberFormatException ignored) {
            // falls through to the one message for every bad number
        }
        throw invalid(name, given.get(), "a whole number from " + minimum + " to " + maximum);
    }

    public Duration seconds(String name, Duration defaultValue) {
        return Duration.ofSeconds(number(name, (int) defaultValue.toSeconds(), 0, Integer.MAX_VALUE));
    }

    /** Names that were given and that nobody has asked for so far. */
    public Set<String> unasked() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(values.keySet());
        names.removeAll(asked);
        return names;
    }

    private static ReplicationException invalid(String name, String value, String expected) {
        return new ReplicationException(
                ErrorCode.SETTING_INVALID, "endpoint setting " + name + " is '" + value + "'; it must be " + expected);
    }
}

package dev.millrace.examples.cli;

import dev.millrace.config.StopCondition;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The values of {@code --until}. */
final class Until implements ITypeConverter<StopCondition>, Iterable<String> {
    private static final Map<String, StopCondition> CONDITIONS =
            Map.of("loaded", StopCondition.LOADED, "caught-up", StopCondition.CAUGHT_UP, "stopped", StopCondition.NONE);
    private static final List<String> NAMES = List.of("loaded", "caught-up", "stopped");

    @Override
    public StopCondition convert(String value) {
        StopCondition condition = CONDITIONS.get(value);
        if (condition == null) {
            throw new TypeConversionException("is '" + value + "'; it must be one of " + String.join(", ", NAMES));
        }
        return condition;
    }

    @Override
    public Iterator<String> iterator() {
        return NAMES.iterator();
    }
}

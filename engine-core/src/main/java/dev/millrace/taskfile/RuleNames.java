package dev.millrace.taskfile;

import dev.millrace.mapping.NamePattern;
import java.util.Optional;

/** Names in the object locators of mapping rules. */
final class RuleNames {
    private RuleNames() {}

    /** A required name, as a pattern or literally. */
    static NamePattern pattern(Section locator, String name, boolean literal) {
        Optional<String> text = locator.text(name);
        if (text.isEmpty()) {
            locator.problem(name, "is missing; give a name" + (literal ? "" : ", or % for all"));
            return NamePattern.any();
        }
        return literal ? NamePattern.exactly(text.get()) : NamePattern.of(text.get());
    }
}

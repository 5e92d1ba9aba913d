package dev.millrace.taskfile;

import dev.millrace.config.LimitedLobs;
import dev.millrace.config.LobSettings;
import java.util.Locale;
import java.util.OptionalInt;

/** Reads the {@code lob-settings} of a table-settings rule. */
final class LobLimitReader {
    private final Section rule;
    private final LimitedLobs limitedLobs;

    LobLimitReader(Section rule, LimitedLobs limitedLobs) {
        this.rule = rule;
        this.limitedLobs = limitedLobs;
    }

    /** The limit in KB, 0 for none; empty if the task's settings hold, or if something is wrong. */
    OptionalInt read() {
        if (limitedLobs == LimitedLobs.WHOLE) {
            rule.notHonoured("lob-settings", LobSettingsReader.MOVED_WHOLE);
            return OptionalInt.empty();
        }
        if (!rule.has("lob-settings")) {
            return OptionalInt.empty();
        }
        Section lobs = rule.section("lob-settings");
        String mode = lobs.text("mode", "limited").toLowerCase(Locale.ROOT);
        OptionalInt limit = switch (mode) {
            case "limited" -> limited(lobs);
            case "unlimited" -> OptionalInt.of(0);
            case "none" -> OptionalInt.empty();
            default -> {
                lobs.problem("mode", "is '" + mode + "'; it must be limited, unlimited or none");
                yield OptionalInt.empty();
            }
        };
        lobs.ignored("bulk-max-size");
        lobs.finish();
        return limit;
    }

    private static OptionalInt limited(Section lobs) {
        if (!lobs.has("bulk-max-size")) {
            lobs.problem("bulk-max-size", "is missing; give the size in KB that values are cut to, such as 32");
        }
        return OptionalInt.of(
                lobs.number("bulk-max-size", LobSettings.DEFAULT.maximumSize(), 1, LobSettings.LARGEST_SIZE));
    }
}

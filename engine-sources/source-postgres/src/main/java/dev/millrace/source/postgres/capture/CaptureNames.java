package dev.millrace.source.postgres.capture;

import dev.millrace.spi.EndpointSettings;
import java.util.Locale;

/**
 * What slot and publication of a task are called: as {@code SlotName} and {@code PublicationName} say, else made from the
 * task's name.
 *
 * @param slotIsNamed whether the endpoint names the slot, which then is the user's own
 * @param publicationIsNamed whether the endpoint names the publication
 */
public record CaptureNames(String slot, boolean slotIsNamed, String publication, boolean publicationIsNamed) {
    private static final int LONGEST_NAME = 63;

    public static CaptureNames of(String taskName, EndpointSettings settings) {
        String made = nameFor(taskName);
        return new CaptureNames(
                settings.text("SlotName", made),
                settings.text("SlotName").isPresent(),
                settings.text("PublicationName", made),
                settings.text("PublicationName").isPresent());
    }

    /** Slot names allow lower case, digits and underscore only; a hash keeps names apart that would become equal. */
    private static String nameFor(String taskName) {
        String plain = taskName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        String name = "millrace_" + plain;
        if (plain.equals(taskName) && name.length() <= LONGEST_NAME) {
            return name;
        }
        String hash = String.format(Locale.ROOT, "_%08x", taskName.hashCode());
        return name.substring(0, Math.min(name.length(), LONGEST_NAME - hash.length())) + hash;
    }
}

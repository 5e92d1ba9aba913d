package dev.millrace.config;

import static java.util.Objects.requireNonNull;

/**
 * What becomes of large objects, see {@link dev.millrace.model.LobClass}.
 *
 * @param supported {@code TargetMetadata.SupportLobs}; if false, columns of large objects are left out
 * @param limited {@code EngineSettings.LimitedLobs}; default whole
 * @param maximumSize {@code TargetMetadata.LobMaxSize} in KB, to which values are cut if {@code limited} says so and no rule of the table says
 *     otherwise; 0 for no limit, as with {@code FullLobMode}
 */
public record LobSettings(boolean supported, LimitedLobs limited, int maximumSize) {
    /** DMS's largest limit in KB. */
    public static final int LARGEST_SIZE = 102_400;

    /** Large objects are moved, whole. */
    public static final LobSettings DEFAULT = new LobSettings(true, LimitedLobs.WHOLE, 32);

    public LobSettings {
        requireNonNull(limited, "limited is null");
        if (maximumSize < 0 || maximumSize > LARGEST_SIZE) {
            throw new IllegalArgumentException(
                    "maximumSize is " + maximumSize + " KB; it must be 0 to " + LARGEST_SIZE);
        }
    }
}

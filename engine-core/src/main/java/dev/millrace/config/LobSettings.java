package dev.millrace.config;

/**
 * What becomes of large objects, see {@link dev.millrace.model.LobClass}.
 *
 * @param supported {@code TargetMetadata.SupportLobs}; if false, columns of large objects are left out
 */
public record LobSettings(boolean supported) {

    /** Large objects are moved, whole. */
    public static final LobSettings DEFAULT = new LobSettings(true);
}

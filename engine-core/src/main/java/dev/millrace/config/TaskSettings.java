package dev.millrace.config;

import static java.util.Objects.requireNonNull;

/**
 * The honoured part of DMS's {@code ReplicationTaskSettings}.
 *
 * @param fullLoad the load
 * @param apply change apply
 * @param ddl changes of shape
 * @param retry errors that may pass
 * @param errors what the target refuses
 * @param controlSchema {@code ControlTablesSettings.ControlSchema}; empty for the target engine's default
 * @param failOnNoTables {@code FailOnNoTablesCaptured}
 * @param lobs large objects
 */
public record TaskSettings(
        FullLoadSettings fullLoad,
        ApplySettings apply,
        DdlPolicy ddl,
        RetrySettings retry,
        ErrorSettings errors,
        String controlSchema,
        boolean failOnNoTables,
        LobSettings lobs) {

    /** DMS's defaults. */
    public static final TaskSettings DEFAULT = new TaskSettings(
            FullLoadSettings.DEFAULT,
            ApplySettings.DEFAULT,
            DdlPolicy.DEFAULT,
            RetrySettings.DEFAULT,
            ErrorSettings.DEFAULT,
            "",
            true,
            LobSettings.DEFAULT);

    public TaskSettings {
        requireNonNull(fullLoad, "fullLoad is null");
        requireNonNull(apply, "apply is null");
        requireNonNull(ddl, "ddl is null");
        requireNonNull(retry, "retry is null");
        requireNonNull(errors, "errors is null");
        requireNonNull(controlSchema, "controlSchema is null");
        requireNonNull(lobs, "lobs is null");
    }
}

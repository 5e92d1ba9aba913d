package dev.millrace.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@link MySqlServer} and {@link MariaDbServer} have in common: names of settings are those of the option file, with
 * underscores or hyphens, and a full row image in the binary log is the default.
 *
 * @param <B> the builder itself
 * @param <S> the server it starts
 */
public abstract sealed class MySqlFamilyBuilder<B extends MySqlFamilyBuilder<B, S>, S extends DatabaseServer>
        extends ServerBuilder<B, S> permits MySqlServer.Builder, MariaDbServer.Builder {

    MySqlFamilyBuilder() {
        setting("log-bin", "binlog");
        setting("binlog-format", "ROW");
        setting("binlog-row-image", "FULL");
        setting("binlog-row-metadata", "FULL");
        setting("local-infile", "1");
        setting("secure-file-priv", "");
        setting("skip-name-resolve", "1");
        setting("character-set-server", "utf8mb4");
        setting("default-time-zone", "+00:00");
        setting("innodb-buffer-pool-size", "64M");
        setting("max-allowed-packet", "64M");
        setting("performance-schema", "OFF");
    }

    @Override
    final String settingName(String name) {
        return super.settingName(name).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    final List<String> options() {
        List<String> options = new ArrayList<>();
        settings().forEach((name, value) -> options.add("--" + name + "=" + value));
        return options;
    }
}

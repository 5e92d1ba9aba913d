package dev.millrace.servers;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL beside the current one, whose version the build chooses: {@code -Dpostgres.older.version=15.19.0}. Its archive lies
 * in a folder named after the whole version, so that what an earlier build has unpacked is not mistaken for it.
 */
final class OlderPostgres {
    private static final String VERSION = readVersion();

    private OlderPostgres() {}

    static int majorVersion() {
        return Integer.parseInt(VERSION.substring(0, VERSION.indexOf('.')));
    }

    static @Nullable BundledArchive archive(String file) {
        return BundledArchive.find("postgres-" + VERSION + "/" + file);
    }

    private static String readVersion() {
        Properties properties = new Properties();
        try (InputStream file = OlderPostgres.class.getResourceAsStream("older-postgres.properties")) {
            properties.load(file);
        } catch (IOException failure) {
            throw new EmbeddedServerException("The version of the older PostgreSQL can't be read: " + failure, failure);
        }
        return properties.getProperty("version", "");
    }
}

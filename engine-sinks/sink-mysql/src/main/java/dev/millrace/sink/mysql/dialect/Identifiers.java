package dev.millrace.sink.mysql.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/** Names within MySQL's limits. */
public final class Identifiers {
    /** How many characters a name of a database, table, column, index or constraint may have. */
    public static final int LONGEST = 64;

    private Identifiers() {}

    /** A name for an index or constraint: cut, with a checksum of the whole, if it is too long, and never {@code PRIMARY}. */
    static String index(String name) {
        if (name.equalsIgnoreCase("PRIMARY")) {
            return name + "_key";
        }
        if (name.codePointCount(0, name.length()) <= LONGEST) {
            return name;
        }
        CRC32 checksum = new CRC32();
        checksum.update(name.getBytes(StandardCharsets.UTF_8));
        String suffix = String.format(Locale.ROOT, "_%08x", checksum.getValue());
        return name.substring(0, name.offsetByCodePoints(0, LONGEST - suffix.length())) + suffix;
    }
}

package dev.millrace.sink.mysql.dialect;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Column types within the family: word for word, except where MySQL and MariaDB have different words for the same thing. */
final class NativeTypes {
    private static final Pattern COLLATION = Pattern.compile("\\bCOLLATE\\s+(\\w+)", Pattern.CASE_INSENSITIVE);

    private NativeTypes() {}

    /** The type in the words of {@code version}. */
    static String adapt(String nativeType, ServerVersion version) {
        String type = version.mariaDb() ? nativeType : withoutMariaDbTypes(nativeType);
        Matcher collation = COLLATION.matcher(type);
        return collation.replaceAll(
                found -> "COLLATE " + collation(found.group(1).toLowerCase(Locale.ROOT), version));
    }

    private static String withoutMariaDbTypes(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "uuid" -> "char(36) CHARACTER SET ascii COLLATE ascii_bin";
            case "inet4" -> "varchar(15) CHARACTER SET ascii COLLATE ascii_bin";
            case "inet6" -> "varchar(39) CHARACTER SET ascii COLLATE ascii_bin";
            default -> type.replaceAll("(?i)\\s*/\\*M?!\\d*\\s*COMPRESSED\\s*\\*/", "");
        };
    }

    private static String collation(String name, ServerVersion version) {
        return version.mariaDb() ? onMariaDb(name, version) : onMySql(name);
    }

    /** MySQL's 9.0.0 collations do not pad, nor do these; weights are those of another Unicode version. */
    private static String onMariaDb(String name, ServerVersion version) {
        if (!name.contains("_0900_")) {
            return name;
        }
        if (name.equals("utf8mb4_0900_bin")) {
            return "utf8mb4_nopad_bin";
        }
        if (version.isAtLeast(10, 10, 0)) {
            return name.replace("_0900_", "_uca1400_nopad_");
        }
        return name.endsWith("_as_cs") ? "utf8mb4_nopad_bin" : "utf8mb4_unicode_520_nopad_ci";
    }

    private static String onMySql(String name) {
        String plain = name.replace("nopad_", "");
        if (name.equals("utf8mb4_nopad_bin")) {
            return "utf8mb4_0900_bin";
        }
        if (plain.contains("uca1400_")) {
            return "utf8mb4_0900_" + plain.substring(plain.indexOf("uca1400_") + "uca1400_".length());
        }
        return plain;
    }
}

package dev.millrace.source.mysql.catalog;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.source.mysql.server.ControlConnection;
import dev.millrace.source.mysql.value.CharacterConverter;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server's character sets. Tables of single-byte sets are asked of the server, so that the log's text comes out exactly as a
 * query shows it. Not thread-safe.
 */
public final class CharacterSets {
    private static final String DOING = "reading the server's character sets";
    /** MySQL's names of sets with several bytes a character, and Java's. */
    private static final Map<String, String> MULTI_BYTE = Map.ofEntries(
            Map.entry("ucs2", "UTF-16BE"),
            Map.entry("utf16", "UTF-16BE"),
            Map.entry("utf16le", "UTF-16LE"),
            Map.entry("sjis", "Shift_JIS"),
            Map.entry("cp932", "windows-31j"),
            Map.entry("ujis", "EUC-JP"),
            Map.entry("eucjpms", "x-eucJP-Open"),
            Map.entry("euckr", "x-windows-949"),
            Map.entry("gb2312", "GB2312"),
            Map.entry("gbk", "GBK"),
            Map.entry("gb18030", "GB18030"),
            Map.entry("big5", "x-windows-950"));

    private final ControlConnection control;
    private final Map<String, Integer> widths = new HashMap<>();
    private final Map<Integer, String> setOfCollation = new HashMap<>();
    private final Map<String, CharacterConverter> converters = new HashMap<>();

    public CharacterSets(ControlConnection control, boolean mariaDb) {
        this.control = control;
        for (@Nullable
        String[] row :
                control.query(DOING, "SELECT CHARACTER_SET_NAME, MAXLEN FROM information_schema.CHARACTER_SETS")) {
            widths.put(String.valueOf(row[0]), Integer.parseInt(String.valueOf(row[1])));
        }
        loadCollations("SELECT ID, CHARACTER_SET_NAME FROM information_schema.COLLATIONS WHERE ID IS NOT NULL");
        if (mariaDb && hasContextualCollations()) {
            loadCollations("SELECT ID, CHARACTER_SET_NAME FROM"
                    + " information_schema.COLLATION_CHARACTER_SET_APPLICABILITY WHERE ID IS NOT NULL");
        }
        for (String name : new String[] {"utf8mb4", "utf8mb3", "utf8", "ascii"}) {
            converters.put(name, CharacterConverter.UTF_8);
        }
        converters.put("utf32", CharacterConverter.UTF_32);
    }

    private boolean hasContextualCollations() {
        return !control.query(
                        DOING,
                        "SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'information_schema'"
                                + " AND TABLE_NAME = 'COLLATION_CHARACTER_SET_APPLICABILITY' AND COLUMN_NAME = 'ID'")
                .isEmpty();
    }

    private void loadCollations(String sql) {
        for (@Nullable String[] row : control.query(DOING, sql)) {
            if (row[0] != null && row[1] != null) {
                setOfCollation.put(Integer.valueOf(row[0]), row[1]);
            }
        }
    }

    /** The set that a collation orders; empty if the server does not know the number. */
    public String ofCollation(int id) {
        return setOfCollation.getOrDefault(id, "");
    }

    /**
     * The way from a character set to UTF-8.
     *
     * @throws ReplicationException {@code SOURCE_EVENT_UNSUPPORTED} for a set that nobody can convert
     */
    public CharacterConverter converter(String characterSet) {
        CharacterConverter known = converters.get(characterSet);
        if (known == null) {
            known = make(characterSet);
            converters.put(characterSet, known);
        }
        return known;
    }

    private CharacterConverter make(String name) {
        String javaName = MULTI_BYTE.get(name);
        if (javaName != null && Charset.isSupported(javaName)) {
            return CharacterConverter.of(Charset.forName(javaName));
        }
        if (widths.getOrDefault(name, 0) == 1 && name.matches("\\w+")) {
            return CharacterConverter.singleByte(control.value(DOING, tableQuery(name)));
        }
        throw new ReplicationException(
                ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                "columns in character set '" + name + "' can't be read from the binary log;"
                        + " convert them: ALTER TABLE … CONVERT TO CHARACTER SET utf8mb4, or leave the table out of the task");
    }

    private static String tableQuery(String name) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 256; i++) {
            all.append(String.format("%02X", i));
        }
        return "SELECT CONVERT(_" + name + " X'" + all + "' USING utf8mb4)";
    }
}

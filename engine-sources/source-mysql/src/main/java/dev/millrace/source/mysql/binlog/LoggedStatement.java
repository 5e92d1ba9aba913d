package dev.millrace.source.mysql.binlog;

import dev.millrace.model.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A statement that stands in the log as text, as far as it matters: what kind it is, and which tables it names where that can be
 * told from its first words. Statements that define tables are not understood any further; the catalogue is read instead.
 *
 * @param kind what it does
 * @param tables the tables that a {@code TRUNCATE}, {@code DROP} or {@code CREATE TABLE} names
 */
record LoggedStatement(Kind kind, List<TableId> tables) {

    /** What a statement does to the tables. */
    enum Kind {
        BEGIN,
        COMMIT,
        ROLLBACK,
        /** Takes back a part of the transaction. */
        ROLLBACK_TO,
        XA_START,
        XA_COMMIT,
        XA_ROLLBACK,
        /** Changes rows without telling which. */
        CHANGES_ROWS,
        TRUNCATE,
        CREATE_TABLE,
        DROP_TABLE,
        /** Removes rows together with a partition. */
        REMOVES_PARTITION,
        /** Anything else: definitions, grants, savepoints. */
        OTHER
    }

    private static final Set<String> CHANGING = Set.of("INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD", "CALL");
    private static final Set<String> FILLERS =
            Set.of("TEMPORARY", "TABLE", "TABLES", "IF", "NOT", "EXISTS", "OR", "REPLACE");

    static LoggedStatement of(String sql, String database) {
        StatementTokens tokens = new StatementTokens(sql);
        String verb = tokens.nextWord();
        return switch (verb) {
            case "BEGIN" -> of(Kind.BEGIN);
            case "START" -> of(tokens.nextWord().equals("TRANSACTION") ? Kind.BEGIN : Kind.OTHER);
            case "COMMIT" -> of(Kind.COMMIT);
            case "ROLLBACK" -> of(tokens.nextWord().isEmpty() ? Kind.ROLLBACK : Kind.ROLLBACK_TO);
            case "XA" -> of(xa(tokens.nextWord()));
            case "TRUNCATE" -> new LoggedStatement(Kind.TRUNCATE, tables(tokens, database));
            case "CREATE" -> create(tokens, database);
            case "DROP" -> drop(tokens, database);
            case "ALTER" -> of(removesPartition(tokens) ? Kind.REMOVES_PARTITION : Kind.OTHER);
            default -> of(CHANGING.contains(verb) ? Kind.CHANGES_ROWS : Kind.OTHER);
        };
    }

    private static LoggedStatement of(Kind kind) {
        return new LoggedStatement(kind, List.of());
    }

    private static Kind xa(String word) {
        return switch (word) {
            case "START", "BEGIN" -> Kind.XA_START;
            case "COMMIT" -> Kind.XA_COMMIT;
            case "ROLLBACK" -> Kind.XA_ROLLBACK;
            default -> Kind.OTHER;
        };
    }

    private static LoggedStatement create(StatementTokens tokens, String database) {
        String word = tokens.nextWord();
        while (word.equals("OR") || word.equals("REPLACE")) {
            word = tokens.nextWord();
        }
        return word.equals("TABLE")
                ? new LoggedStatement(
                        Kind.CREATE_TABLE, tables(tokens, database).subList(0, 1))
                : of(Kind.OTHER);
    }

    private static LoggedStatement drop(StatementTokens tokens, String database) {
        String word = tokens.nextWord();
        return word.equals("TABLE") || word.equals("TABLES")
                ? new LoggedStatement(Kind.DROP_TABLE, tables(tokens, database))
                : of(Kind.OTHER);
    }

    private static boolean removesPartition(StatementTokens tokens) {
        String before = "";
        for (String word = tokens.nextWord(); !word.isEmpty(); word = tokens.nextWord()) {
            if (word.equals("PARTITION")
                    && Set.of("DROP", "TRUNCATE", "EXCHANGE").contains(before)) {
                return true;
            }
            before = word;
        }
        return false;
    }

    private static List<TableId> tables(StatementTokens tokens, String database) {
        List<TableId> tables = new ArrayList<>();
        String name = tokens.nextName(FILLERS);
        while (!name.isEmpty()) {
            if (tokens.skipSymbol('.')) {
                tables.add(new TableId(name, tokens.nextName(Set.of())));
            } else {
                tables.add(new TableId(database, name));
            }
            name = tokens.skipSymbol(',') ? tokens.nextName(Set.of()) : "";
        }
        return tables.isEmpty() ? List.of(new TableId(database, "")) : tables;
    }

    /** Whether the text may mean that table: it has its name somewhere. */
    static boolean mentions(String lowerCaseSql, TableId table) {
        return lowerCaseSql.contains(table.table().toLowerCase(Locale.ROOT));
    }
}

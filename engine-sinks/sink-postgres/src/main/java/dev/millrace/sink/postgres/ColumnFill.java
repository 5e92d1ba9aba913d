package dev.millrace.sink.postgres;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Defaults and identities: what a target column needs to fill itself as the source's does. */
final class ColumnFill {
    private static final Set<String> IDENTITY_TYPES = Set.of("smallint", "integer", "bigint");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern STRING = Pattern.compile("'([^'\\\\]|'')*'");
    private static final Pattern BITS = Pattern.compile("[bB]'[01]*'");
    /** Updates of the row renew the value: MySQL's alone. */
    private static final Pattern RENEWAL =
            Pattern.compile(" on update current_timestamp(\\(\\d?\\))?$", Pattern.CASE_INSENSITIVE);

    private static final Pattern NOW =
            Pattern.compile("(current_timestamp|now)(\\(\\d?\\))?", Pattern.CASE_INSENSITIVE);

    private ColumnFill() {}

    /** The column's plain default in PostgreSQL's words; empty if it has none, or one that only its own engine understands. */
    static Optional<String> defaultOf(TableSchema wanted, ColumnSchema column) {
        String expression = column.expression();
        if (expression == null || column.fill() != Fill.DEFAULT) {
            return Optional.empty();
        }
        if (wanted.family() == EngineFamily.POSTGRES) {
            return Optional.of(expression);
        }
        expression = RENEWAL.matcher(expression).replaceFirst("");
        if (NUMBER.matcher(expression).matches()) {
            return Optional.of("'" + expression + "'");
        }
        if (NOW.matcher(expression).matches()) {
            return Optional.of("CURRENT_TIMESTAMP");
        }
        boolean portable = STRING.matcher(expression).matches()
                || BITS.matcher(expression).matches()
                || expression.equalsIgnoreCase("true")
                || expression.equalsIgnoreCase("false");
        return portable ? Optional.of(expression) : Optional.empty();
    }

    /** Whether the source's default was left behind because PostgreSQL has no words for it. */
    static boolean isUntranslatable(TableSchema wanted, ColumnSchema column) {
        String expression = column.expression();
        if (wanted.family() == EngineFamily.POSTGRES || expression == null) {
            return false;
        }
        boolean isNull = expression.equalsIgnoreCase("null");
        boolean lostDefault = column.fill() == Fill.DEFAULT
                && !isNull
                && (defaultOf(wanted, column).isEmpty()
                        || RENEWAL.matcher(expression).find());
        return column.fill() == Fill.GENERATED || lostDefault;
    }

    static List<String> statements(TableSchema wanted, TableSchema target) {
        List<String> statements = new ArrayList<>();
        for (ColumnSchema column : wanted.columns()) {
            target.ordinal(column.name())
                    .ifPresent(ordinal -> complete(wanted, column, target.column(ordinal), statements));
        }
        return statements;
    }

    private static void complete(
            TableSchema wanted, ColumnSchema column, ColumnSchema present, List<String> statements) {
        switch (column.fill()) {
            case DEFAULT -> {
                if (present.fill() == Fill.DEFAULT && present.expression() == null) {
                    defaultOf(wanted, column)
                            .ifPresent(
                                    expression -> statements.add(alter(wanted, column) + "SET DEFAULT " + expression));
                }
            }
            case IDENTITY, IDENTITY_ALWAYS -> {
                if (present.fill() == Fill.DEFAULT && present.expression() == null) {
                    addIdentity(wanted, column, present, statements);
                }
                statements.add(advance(wanted, column));
            }
            case GENERATED -> {}
        }
    }

    private static void addIdentity(
            TableSchema wanted, ColumnSchema column, ColumnSchema present, List<String> statements) {
        if (IDENTITY_TYPES.contains(present.nativeType()) && !present.nullable()) {
            String when = column.fill() == Fill.IDENTITY_ALWAYS ? "ALWAYS" : "BY DEFAULT";
            statements.add(alter(wanted, column) + "ADD GENERATED " + when + " AS IDENTITY");
            return;
        }
        String sequence = PostgresDialect.quoted(wanted.id().schema()) + "."
                + PostgresDialect.quoted(IndexSql.fitting(wanted.id().table() + "_" + column.name() + "_seq"));
        statements.add("CREATE SEQUENCE IF NOT EXISTS " + sequence + " OWNED BY " + PostgresDialect.quoted(wanted.id())
                + "." + PostgresDialect.quoted(column.name()));
        statements.add(alter(wanted, column) + "SET DEFAULT nextval(" + PostgresDialect.literal(sequence) + ")");
    }

    /** Behind the largest value, and never back; nothing happens in an empty table or for a column without a sequence. */
    private static String advance(TableSchema wanted, ColumnSchema column) {
        String table = PostgresDialect.quoted(wanted.id());
        return "SELECT setval(q.s, greatest(q.m, pg_sequence_last_value(q.s))) FROM (SELECT pg_get_serial_sequence("
                + PostgresDialect.literal(table) + ", " + PostgresDialect.literal(column.name())
                + ")::regclass AS s, max(" + PostgresDialect.quoted(column.name()) + ")::bigint AS m FROM " + table
                + ") q";
    }

    private static String alter(TableSchema wanted, ColumnSchema column) {
        return "ALTER TABLE " + PostgresDialect.quoted(wanted.id()) + " ALTER COLUMN "
                + PostgresDialect.quoted(column.name()) + " ";
    }
}

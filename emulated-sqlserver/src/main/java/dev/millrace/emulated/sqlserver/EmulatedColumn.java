package dev.millrace.emulated.sqlserver;

import static java.util.Objects.requireNonNull;

/**
 * A column of an emulated table.
 *
 * @param name the name
 * @param declaration the type in the words of SQL Server, such as {@code nvarchar(40)}
 * @param nullable whether NULL is allowed
 * @param computed the definition of a computed column; empty for others
 */
public record EmulatedColumn(String name, String declaration, boolean nullable, String computed) {
    public EmulatedColumn {
        requireNonNull(name, "name is null");
        requireNonNull(declaration, "declaration is null");
        requireNonNull(computed, "computed is null");
    }

    /** A column whose values are written. */
    public static EmulatedColumn of(String name, String declaration, boolean nullable) {
        return new EmulatedColumn(name, declaration, nullable, "");
    }

    boolean isComputed() {
        return !computed.isEmpty();
    }
}

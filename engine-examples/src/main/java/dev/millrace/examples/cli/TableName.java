package dev.millrace.examples.cli;

import dev.millrace.model.TableId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A source table on the command line: its schema up to the first dot, its name behind it. */
final class TableName implements ITypeConverter<TableId> {
    @Override
    public TableId convert(String text) {
        int dot = text.indexOf('.');
        if (dot <= 0 || dot == text.length() - 1) {
            throw new TypeConversionException("'" + text + "' is no table; give SCHEMA.TABLE as on the source");
        }
        return new TableId(text.substring(0, dot), text.substring(dot + 1));
    }
}

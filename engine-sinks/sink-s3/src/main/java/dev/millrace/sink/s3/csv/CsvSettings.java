package dev.millrace.sink.s3.csv;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.EndpointSettings;
import org.jspecify.annotations.Nullable;

/**
 * How rows become CSV (dms-reference §5.3).
 *
 * @param delimiter {@code CsvDelimiter}, between fields
 * @param rowDelimiter {@code CsvRowDelimiter}, behind each row
 * @param nullValue {@code CsvNullValue}; may be empty
 * @param quotes {@code Rfc4180}
 * @param names {@code AddColumnName}: each file begins with the columns' names
 * @param missingValue {@code CsvNoSupValue} if {@code UseCsvNoSupValue} says so: stands for a column that the log did not carry; else null
 */
public record CsvSettings(
        String delimiter,
        String rowDelimiter,
        String nullValue,
        boolean quotes,
        boolean names,
        @Nullable String missingValue) {

    /** @throws ReplicationException {@code SETTING_INVALID} */
    public static CsvSettings of(EndpointSettings settings) {
        boolean usesMissing = settings.flag("UseCsvNoSupValue", false);
        String missing = settings.text("CsvNoSupValue").orElse(null);
        if (usesMissing && missing == null) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID,
                    "S3 endpoint: UseCsvNoSupValue is true, but CsvNoSupValue is not given; give the text that stands for"
                            + " a value that the log does not carry");
        }
        return new CsvSettings(
                unescaped(settings.text("CsvDelimiter", ",")),
                unescaped(settings.text("CsvRowDelimiter", "\n")),
                settings.textOrEmpty("CsvNullValue", "NULL"),
                settings.flag("Rfc4180", true),
                settings.flag("AddColumnName", false),
                usesMissing ? missing : null);
    }

    /** Attributes are one line of text, in which a line's end is written as two characters. */
    private static String unescaped(String text) {
        return text.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t");
    }
}

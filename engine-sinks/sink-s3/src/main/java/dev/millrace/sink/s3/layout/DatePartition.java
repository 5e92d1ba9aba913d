package dev.millrace.sink.s3.layout;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.EndpointSettings;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The folders that files of changes lie in, by the commit time of their transactions (dms-reference §5.1).
 *
 * @param zone {@code DatePartitionTimezone}; the names of files are told in it as well
 * @param fields what {@code DatePartitionSequence} is made of; none without {@code DatePartitionEnabled}
 * @param delimiter what {@code DatePartitionDelimiter} puts between them
 */
public record DatePartition(ZoneId zone, List<DateTimeFormatter> fields, String delimiter) {
    public static final DatePartition NONE = new DatePartition(ZoneOffset.UTC, List.of(), "");

    private static final Map<String, List<String>> SEQUENCES = Map.of(
            "yyyymmdd", List.of("uuuu", "MM", "dd"),
            "yyyymmddhh", List.of("uuuu", "MM", "dd", "HH"),
            "yyyymm", List.of("uuuu", "MM"),
            "mmyyyydd", List.of("MM", "uuuu", "dd"),
            "ddmmyyyy", List.of("dd", "MM", "uuuu"));
    private static final Map<String, String> DELIMITERS =
            Map.of("slash", "/", "dash", "-", "underscore", "_", "none", "");

    /** @throws ReplicationException {@code SETTING_INVALID} */
    public static DatePartition of(EndpointSettings settings) {
        boolean otherSpelling = settings.flag("DatePartitionedEnabled", false);
        boolean enabled = settings.flag("DatePartitionEnabled", otherSpelling);
        String sequence = settings.text("DatePartitionSequence", "YYYYMMDD");
        String delimiter = settings.text("DatePartitionDelimiter", "SLASH");
        ZoneId zone = zone(settings.text("DatePartitionTimezone", "UTC"));
        List<String> fields = SEQUENCES.get(sequence.toLowerCase(Locale.ROOT));
        String between = DELIMITERS.get(delimiter.toLowerCase(Locale.ROOT));
        if (fields == null) {
            throw invalid("DatePartitionSequence", sequence, "YYYYMMDD, YYYYMMDDHH, YYYYMM, MMYYYYDD or DDMMYYYY");
        }
        if (between == null) {
            throw invalid("DatePartitionDelimiter", delimiter, "SLASH, DASH, UNDERSCORE or NONE");
        }
        return enabled
                ? new DatePartition(
                        zone,
                        fields.stream()
                                .map(field -> DateTimeFormatter.ofPattern(field, Locale.ROOT))
                                .toList(),
                        between)
                : NONE;
    }

    /** Whether files of changes lie in folders by date. */
    public boolean isEnabled() {
        return !fields.isEmpty();
    }

    /** The folder below the table's, with a slash at its end; empty without partitions. */
    public String folder(Instant commitTime) {
        if (!isEnabled()) {
            return "";
        }
        List<String> texts = fields.stream()
                .map(field -> field.withZone(zone).format(commitTime))
                .toList();
        return String.join(delimiter, texts) + "/";
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw invalid("DatePartitionTimezone", name, "an area and city such as Europe/Berlin");
        }
    }

    private static ReplicationException invalid(String name, String value, String expected) {
        return new ReplicationException(
                ErrorCode.SETTING_INVALID, "S3 endpoint: " + name + " is '" + value + "'; it must be " + expected);
    }
}

package dev.millrace.source.debezium.connector;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import dev.millrace.spi.source.Source;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;

/** Places in the write-ahead log: the source's, as numbers in Debezium's offsets. */
final class WalPositions implements LogPositions {
    private static final String LAST_COMMIT = "lsn_commit";
    private static final char SERVER = '@';

    private final Source source;
    private final SourcePosition from;
    private final String server;

    WalPositions(Source source, SourcePosition from) {
        this.source = source;
        this.from = from;
        String text = from.encode();
        this.server = text.indexOf(SERVER) < 0 ? "" : text.substring(text.indexOf(SERVER));
    }

    /** Without any sign of a place inside of a transaction the connector leaves it to the server to send what was committed behind. */
    @Override
    public Map<String, Object> offset() {
        return Map.of("lsn", number(from));
    }

    @Override
    public SourcePosition end(SourceRecord end) {
        if (!(end.sourceOffset().get(LAST_COMMIT) instanceof Long number)) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_LOG_UNREADABLE, "Debezium tells the end of a transaction without its place");
        }
        return source.parsePosition(String.format(Locale.ROOT, "%X/%X", number >>> 32, number & 0xFFFFFFFFL) + server);
    }

    @Override
    public SourcePosition endOfStatement(SourceRecord statement) {
        return end(statement);
    }

    @Override
    public Optional<SourcePosition> passed(SourceRecord record) {
        return record.topic().endsWith(".message") ? Optional.of(end(record)) : Optional.empty();
    }

    @Override
    public Map<String, Object> acknowledgement(SourcePosition durable) {
        return Map.of(LAST_COMMIT, number(durable));
    }

    private static long number(SourcePosition position) {
        String text = position.encode();
        int slash = text.indexOf('/');
        int end = text.indexOf(SERVER) < 0 ? text.length() : text.indexOf(SERVER);
        return Long.parseLong(text, 0, slash, 16) << 32 | Long.parseLong(text, slash + 1, end, 16);
    }
}

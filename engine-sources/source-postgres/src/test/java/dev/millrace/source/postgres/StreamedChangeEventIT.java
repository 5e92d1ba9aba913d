package dev.millrace.source.postgres;

import java.util.Map;

/** Events by the stream. */
final class StreamedChangeEventIT extends ChangeEventContract {
    StreamedChangeEventIT() {
        super(CURRENT, Map.of("BulkReadMegabytes", "-1"));
    }
}

package dev.millrace.source.postgres;

import java.util.Map;

/** The contract on an older version, reading by functions whenever anything waits. */
final class OlderBulkReplicationIT extends ReplicationContract {
    OlderBulkReplicationIT() {
        super(OLDER, Map.of("BulkReadMegabytes", "0"));
    }
}

package dev.millrace.source.postgres;

import java.util.Map;

/** The contract on the current version, reading by functions whenever anything waits. */
final class BulkReplicationIT extends ReplicationContract {
    BulkReplicationIT() {
        super(CURRENT, Map.of("BulkReadMegabytes", "0"));
    }
}

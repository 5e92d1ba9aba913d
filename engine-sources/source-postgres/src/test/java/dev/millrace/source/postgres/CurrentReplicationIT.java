package dev.millrace.source.postgres;

import java.util.Map;

/** The contract on the current version, streaming. */
final class CurrentReplicationIT extends ReplicationContract {
    CurrentReplicationIT() {
        super(CURRENT, Map.of());
    }
}

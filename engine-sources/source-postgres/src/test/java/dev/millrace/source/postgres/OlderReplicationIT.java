package dev.millrace.source.postgres;

import java.util.Map;

/** The contract on an older version, streaming. */
final class OlderReplicationIT extends ReplicationContract {
    OlderReplicationIT() {
        super(OLDER, Map.of());
    }
}

package dev.millrace.source.postgres;

/** The contract on the oldest tried version. */
final class OlderReplicationIT extends ReplicationContract {
    OlderReplicationIT() {
        super(OLDER);
    }
}

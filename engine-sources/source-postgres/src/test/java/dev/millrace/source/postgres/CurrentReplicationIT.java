package dev.millrace.source.postgres;

/** The contract on the current version. */
final class CurrentReplicationIT extends ReplicationContract {
    CurrentReplicationIT() {
        super(CURRENT);
    }
}

package dev.millrace.source.postgres;

import java.util.Map;

/** Events by SQL functions. */
final class BulkChangeEventIT extends ChangeEventContract {
    BulkChangeEventIT() {
        super(CURRENT, Map.of("BulkReadMegabytes", "0"));
    }
}

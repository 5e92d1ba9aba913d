package dev.millrace.source.postgres;

import java.util.Map;

/** Events by the stream of an older version. */
final class OlderStreamedChangeEventIT extends ChangeEventContract {
    OlderStreamedChangeEventIT() {
        super(OLDER, Map.of());
    }
}

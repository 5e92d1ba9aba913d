package dev.millrace.sink.dynamodb.state;

import dev.millrace.model.TableId;
import dev.millrace.spi.sink.RefusedChange;
import java.util.List;
import java.util.Map;

/**
 * What is written down with a commit.
 *
 * @param refused changes that are left out
 * @param suspended tables that get no further changes, and why
 * @param replayed records of earlier refusals whose changes are in the target now
 */
public record Refusals(List<RefusedChange> refused, Map<TableId, String> suspended, List<Long> replayed) {}

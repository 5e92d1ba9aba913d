package dev.millrace.source.sqlserver.capture;

import dev.millrace.source.sqlserver.position.LogSequenceNumber;
import java.util.List;

/**
 * One capture of a table.
 *
 * @param name what the server calls it
 * @param start from where on its change table is whole: where it was enabled, or what the cleanup job has left
 * @param columns the columns that it captures
 */
record CaptureInstance(String name, LogSequenceNumber start, List<String> columns) {}

package dev.millrace.sink.dynamodb.write;

/**
 * How fast a load writer may go.
 *
 * @param requests that it may have under way at once
 * @param bufferRows that may wait for a request
 */
public record LoadPace(int requests, int bufferRows) {}

/**
 * Amazon S3, and servers that are compatible with it, as a target: loaded rows and changes as files of CSV or
 * Parquet, in the layout of DMS.
 *
 * <p>Exactly once: the parts of a file lie on the server as an upload that nobody sees. One conditional write of the task's own object, {@code
 * task.json}, names uploads and the checkpoint together and is the commit; then the uploads are completed. Whoever takes the task over
 * completes what was named and gives up everything else, so a reader sees whole files, each once. Files of changes may stay open over many
 * commits; the checkpoint waits for the oldest of them, and {@code task.json} tells how much of each table is in files ahead of it.
 */
@NullMarked
package dev.millrace.sink.s3;

import org.jspecify.annotations.NullMarked;

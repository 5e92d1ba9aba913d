/** What a task sets up on the source: publication and replication slot; and the check of what it needs. */
@NullMarked
package dev.millrace.source.postgres.capture;

import org.jspecify.annotations.NullMarked;

/** The native readers and Debezium read the same log of a real server, and must tell the same changes. */
@NullMarked
package dev.millrace.differential;

import org.jspecify.annotations.NullMarked;

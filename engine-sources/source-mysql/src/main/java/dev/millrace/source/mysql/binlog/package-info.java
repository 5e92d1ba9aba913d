/** Reads the binary log: framing, events, row images, transactions. */
@NullMarked
package dev.millrace.source.mysql.binlog;

import org.jspecify.annotations.NullMarked;

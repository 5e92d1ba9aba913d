/** Change data capture as it is set up on the server, and what it needs. */
@NullMarked
package dev.millrace.source.sqlserver.capture;

import org.jspecify.annotations.NullMarked;

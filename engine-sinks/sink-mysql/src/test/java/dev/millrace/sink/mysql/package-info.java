/** Tests of the MySQL sink. */
@NullMarked
package dev.millrace.sink.mysql;

import org.jspecify.annotations.NullMarked;

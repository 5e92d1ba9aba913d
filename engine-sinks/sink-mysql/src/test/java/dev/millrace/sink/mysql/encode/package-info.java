/** Tests of the MySQL sink. */
@NullMarked
package dev.millrace.sink.mysql.encode;

import org.jspecify.annotations.NullMarked;

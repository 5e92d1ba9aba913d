/** Tests of the MySQL sink. */
@NullMarked
package dev.millrace.sink.mysql.dialect;

import org.jspecify.annotations.NullMarked;

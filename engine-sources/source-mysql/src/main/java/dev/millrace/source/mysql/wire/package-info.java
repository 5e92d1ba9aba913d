/** The client side of the MySQL protocol, as far as bulk reading needs it: sessions, result rows, raw log events. */
@NullMarked
package dev.millrace.source.mysql.wire;

import org.jspecify.annotations.NullMarked;

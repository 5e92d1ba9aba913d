/** Places in a binary log: file and offset, GTID sets of MySQL, GTID positions of MariaDB. */
@NullMarked
package dev.millrace.source.mysql.position;

import org.jspecify.annotations.NullMarked;

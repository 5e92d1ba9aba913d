/** The words of MySQL and MariaDB: versions, types, statements for tables, errors, and the catalogue read back. */
@NullMarked
package dev.millrace.sink.mysql.dialect;

import org.jspecify.annotations.NullMarked;

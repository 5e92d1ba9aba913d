/** The sink for MySQL and MariaDB: bulk load by {@code LOAD DATA LOCAL} from memory, transactional apply, control tables. */
@NullMarked
package dev.millrace.sink.mysql;

import org.jspecify.annotations.NullMarked;

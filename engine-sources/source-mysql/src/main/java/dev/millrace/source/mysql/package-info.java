/** Source for MySQL and MariaDB: catalogue, consistent snapshot and binary log, read natively. */
@NullMarked
package dev.millrace.source.mysql;

import org.jspecify.annotations.NullMarked;

/** Tables as the catalogue views tell them. */
@NullMarked
package dev.millrace.source.sqlserver.catalog;

import org.jspecify.annotations.NullMarked;

/** Tables as {@code information_schema} tells them. */
@NullMarked
package dev.millrace.source.mysql.catalog;

import org.jspecify.annotations.NullMarked;

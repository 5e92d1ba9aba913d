/** Tests without a server. */
@NullMarked
package dev.millrace.source.postgres.catalog;

import org.jspecify.annotations.NullMarked;

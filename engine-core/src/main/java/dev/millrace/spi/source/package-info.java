/** The service provider interface of a source: catalogue, consistent snapshot, change log. */
@NullMarked
package dev.millrace.spi.source;

import org.jspecify.annotations.NullMarked;

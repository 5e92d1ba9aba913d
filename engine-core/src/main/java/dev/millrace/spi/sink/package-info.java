/** The service provider interface of a sink: target tables, bulk load, transactional apply, checkpoint. */
@NullMarked
package dev.millrace.spi.sink;

import org.jspecify.annotations.NullMarked;

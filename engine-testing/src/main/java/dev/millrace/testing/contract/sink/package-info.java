/** The promises of {@link dev.millrace.spi.sink} as tests that any sink can be put to. */
@NullMarked
package dev.millrace.testing.contract.sink;

import org.jspecify.annotations.NullMarked;

/** The promises of {@link dev.millrace.spi.source} as tests that any source can be put to. */
@NullMarked
package dev.millrace.testing.contract.source;

import org.jspecify.annotations.NullMarked;

/** What the contract suites of sources and of sinks share: rows of readable values, a session that speaks standard SQL, expected failures. */
@NullMarked
package dev.millrace.testing.contract;

import org.jspecify.annotations.NullMarked;

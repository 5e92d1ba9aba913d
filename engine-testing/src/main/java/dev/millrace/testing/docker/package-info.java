/** Real servers in containers, where there is Docker. */
@NullMarked
package dev.millrace.testing.docker;

import org.jspecify.annotations.NullMarked;

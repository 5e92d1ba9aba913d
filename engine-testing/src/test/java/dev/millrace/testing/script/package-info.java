/** Tests of scripts and of the model that knows what comes of them. */
@NullMarked
package dev.millrace.testing.script;

import org.jspecify.annotations.NullMarked;

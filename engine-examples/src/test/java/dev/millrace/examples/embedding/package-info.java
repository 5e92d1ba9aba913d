@NullMarked
package dev.millrace.examples.embedding;

import org.jspecify.annotations.NullMarked;

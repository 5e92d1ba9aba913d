@NullMarked
package dev.millrace.source.oracle.server;

import org.jspecify.annotations.NullMarked;

/** Tests of the emulation itself. */
@NullMarked
package dev.millrace.emulated.sqlserver;

import org.jspecify.annotations.NullMarked;

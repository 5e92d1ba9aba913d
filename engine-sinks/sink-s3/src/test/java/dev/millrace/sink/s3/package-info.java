@NullMarked
package dev.millrace.sink.s3;

import org.jspecify.annotations.NullMarked;

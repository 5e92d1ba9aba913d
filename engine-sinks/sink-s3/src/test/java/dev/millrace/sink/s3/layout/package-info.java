@NullMarked
package dev.millrace.sink.s3.layout;

import org.jspecify.annotations.NullMarked;

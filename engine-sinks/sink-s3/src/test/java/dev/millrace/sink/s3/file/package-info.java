@NullMarked
package dev.millrace.sink.s3.file;

import org.jspecify.annotations.NullMarked;

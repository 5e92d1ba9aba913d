@NullMarked
package dev.millrace.source.mysql.value;

import org.jspecify.annotations.NullMarked;

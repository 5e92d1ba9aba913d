/** The one form into which both readers' events are brought, and their comparison. */
@NullMarked
package dev.millrace.differential.normal;

import org.jspecify.annotations.NullMarked;

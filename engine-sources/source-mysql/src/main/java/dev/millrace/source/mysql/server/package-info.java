/** What is known of the server: its flavour, settings, errors and how to log in. */
@NullMarked
package dev.millrace.source.mysql.server;

import org.jspecify.annotations.NullMarked;

/**
 * A test double of Oracle: dictionary, flashback queries and LogMiner over H2, as the documentation of Oracle Database 19c describes them. It
 * answers the statements that it knows and refuses every other one with its text. Never a dependency of a user.
 */
@NullMarked
package dev.millrace.emulated.oracle;

import org.jspecify.annotations.NullMarked;

package dev.millrace.testing.script;

import dev.millrace.testing.contract.source.SourceWriter;
import java.util.function.Supplier;

/**
 * A session that can take back a part of its transaction. Belongs to one thread.
 *
 * @param writer what it writes by
 * @param savepoint sets a savepoint in the transaction that is open; what it gives takes back what was done since, and can be run again
 */
public record ScriptedSession(SourceWriter writer, Supplier<Runnable> savepoint) {}

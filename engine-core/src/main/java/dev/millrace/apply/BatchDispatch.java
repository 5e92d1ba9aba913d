package dev.millrace.apply;

import dev.millrace.model.TableId;
import java.util.Set;

/**
 * Where gathered batches go. Belongs to the apply thread. Every method throws the failure of an earlier batch, if one failed: then
 * nothing behind that batch was or will be committed.
 */
interface BatchDispatch extends AutoCloseable {

    /** Takes a batch; waits while as many are under way as may be. */
    void submit(Batch batch);

    /** Whether a batch would be begun at once. */
    boolean isReady();

    /** How many batches may be under way side by side just now. */
    int workers();

    /** Whether nothing is under way. */
    boolean isIdle();

    /**
     * Waits until everything submitted that touches one of these targets is applied, and committed unless a part is the last of it.
     */
    void drain(Set<TableId> targets);

    /** Nothing more is there to be read for now. Nothing by default. */
    default void idle() {}

    /** The run ends without a failure: what is under way and waits for company need not wait any more. Nothing by default. */
    default void finish() {}

    /** Lets no further batch begin, and waits some seconds at most for what is under way. Never throws. */
    @Override
    void close();
}

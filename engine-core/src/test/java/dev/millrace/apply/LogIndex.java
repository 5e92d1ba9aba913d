package dev.millrace.apply;

import dev.millrace.model.SourcePosition;

/** A position in a made-up log: how many transactions lie at or before it. */
record LogIndex(long transactions) implements SourcePosition {
    @Override
    public String encode() {
        return Long.toString(transactions);
    }

    @Override
    public boolean covers(SourcePosition other) {
        return ((LogIndex) other).transactions <= transactions;
    }
}

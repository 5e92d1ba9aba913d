package dev.millrace.sink.dynamodb.state;

import java.math.BigInteger;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What items are marked with: the number of their last change, behind all numbers of earlier incarnations of the task. Numbers begin anew with
 * an incarnation.
 *
 * @param incarnation the later, the greater
 * @param announced the greatest number that was announced
 */
public record Versions(long incarnation, long announced) {
    /** No log has that many changes. */
    private static final BigInteger CHANGES_OF_AN_INCARNATION = BigInteger.TEN.pow(19);

    /** The version of a change. */
    public AttributeValue of(long sequence) {
        return AttributeValue.fromN(BigInteger.valueOf(incarnation)
                .multiply(CHANGES_OF_AN_INCARNATION)
                .add(BigInteger.valueOf(sequence))
                .toString());
    }

    /** The version of what comes behind all changes that were announced. */
    public AttributeValue latest() {
        return of(announced);
    }
}

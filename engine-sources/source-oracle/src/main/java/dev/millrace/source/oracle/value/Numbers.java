package dev.millrace.source.oracle.value;

import java.math.BigDecimal;

/** Canonical texts of numbers. */
final class Numbers {
    private Numbers() {}

    /** Plain notation without zeros that say nothing, as Oracle has no scale of a value either. */
    static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** A real number as Java prints it, without a fraction that says nothing. */
    static String real(String printed) {
        String text = printed.endsWith(".0") ? printed.substring(0, printed.length() - 2) : printed;
        return text.replace(".0E", "E");
    }
}

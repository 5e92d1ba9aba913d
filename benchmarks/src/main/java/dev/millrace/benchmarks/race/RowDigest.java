package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.workload.Table;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Counts rows and adds up a part of the digest of each one's text, as {@link dev.millrace.benchmarks.race.workload.Dialect#digest} does. */
final class RowDigest {
    private static final long LIMIT = 1L << 60;

    private final MessageDigest md5;
    private BigInteger sum = BigInteger.ZERO;
    private long rows;

    RowDigest() {
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has MD5", e);
        }
    }

    /** @param values separated by commas */
    void add(String values) {
        byte[] digest = md5.digest(values.getBytes(StandardCharsets.UTF_8));
        long part = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            part = part << Byte.SIZE | (digest[i] & 0xFF);
        }
        // fifteen hexadecimal digits
        sum = sum.add(BigInteger.valueOf(part >>> 4 & LIMIT - 1));
        rows++;
    }

    String of(Table table) {
        return table.name() + ": " + rows + " rows, " + sum;
    }
}

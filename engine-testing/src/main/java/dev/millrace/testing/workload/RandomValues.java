package dev.millrace.testing.workload;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values that every database can hold, and that are easy to get wrong on the way: quotes, escapes, empty, long, null. */
final class RandomValues {

    private static final String[] PIECES = {
        "plain", " ", "'", "\"", "\\", "\\N", "\t", "\n", "\r\n", ",", ";", "%", "{}", "NULL", "é", "ß", "日本", "🚲",
        "a\\b", ""
    };
    private static final LocalDate FIRST_DAY = LocalDate.of(1970, 1, 2);
    private static final int DAYS = 25_000;
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    String text(int longest) {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.length() > longest ? "long" : text.toString();
    }

    /** Mostly null or short; now and then long enough to be stored out of line. */
    @Nullable
    String note() {
        int kind = random.nextInt(20);
        if (kind < 5) {
            return null;
        }
        return kind < 18 ? text(100) : text(100).concat("x").repeat(200 + random.nextInt(600));
    }

    byte @Nullable [] bytes() {
        if (random.nextInt(3) == 0) {
            return null;
        }
        byte[] bytes = new byte[random.nextInt(20) == 0 ? random.nextInt(8_000) : random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    BigDecimal number(int digits, int scale) {
        return new BigDecimal(
                new BigInteger((int) (digits * 3.3), random).negate().add(BigInteger.TEN), scale);
    }

    @Nullable
    Double ratio() {
        return random.nextInt(6) == 0 ? null : random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10);
    }

    @Nullable
    LocalDate date() {
        return random.nextInt(6) == 0 ? null : FIRST_DAY.plusDays(random.nextInt(DAYS));
    }

    @Nullable
    LocalDateTime timestamp() {
        return random.nextInt(6) == 0
                ? null
                : FIRST_DAY.plusDays(random.nextInt(DAYS)).atStartOfDay().plus(nextMicros(), ChronoUnit.MICROS);
    }

    private long nextMicros() {
        return (long) (random.nextDouble() * MICROS_PER_DAY);
    }
}

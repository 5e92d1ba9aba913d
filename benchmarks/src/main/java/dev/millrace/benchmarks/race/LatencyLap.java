package dev.millrace.benchmarks.race;

import java.util.Arrays;

/**
 * One run, of which the first quarter does not count.
 *
 * @param contestant who ran
 * @param pair in which pair, from 1
 * @param pace transactions per second that the source committed
 * @param median milliseconds from a commit's answer on the source until the row was seen on the target
 * @param ninetyNinth of a hundred rows, one took longer
 * @param longest of all rows
 */
record LatencyLap(String contestant, int pair, double pace, double median, double ninetyNinth, double longest) {
    private static final double NANOS_PER_MILLI = 1e6;

    static LatencyLap of(String contestant, int pair, long[] committedAt, long[] seenAt) {
        int from = committedAt.length / 4;
        int count = committedAt.length - from;
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            // a row may be seen before its writer has read the answer
            millis[i] = Math.max(0, seenAt[from + i] - committedAt[from + i]) / NANOS_PER_MILLI;
        }
        Arrays.sort(millis);
        double seconds = (committedAt[committedAt.length - 1] - committedAt[from]) / 1e9;
        return new LatencyLap(
                contestant,
                pair,
                (count - 1) / seconds,
                millis[count / 2],
                millis[Math.min(count - 1, count * 99 / 100)],
                millis[count - 1]);
    }
}

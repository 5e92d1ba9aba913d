package dev.millrace.source.mysql.position;

import dev.millrace.model.ByteBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/** MySQL's GTID set: for every source the intervals of transaction numbers. */
public final class GtidSet implements GtidState {
    public static final GtidSet EMPTY = new GtidSet(new SourceTag[0], new long[0][]);

    private static final Pattern TAG = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,31}");

    private final SourceTag[] sources;
    /** For each source: start, end, start, end …, both inclusive, ascending, never touching. */
    private final long[][] intervals;

    private GtidSet(SourceTag[] sources, long[][] intervals) {
        this.sources = sources;
        this.intervals = intervals;
    }

    /**
     * Reads the text of {@code gtid_executed}: {@code uuid:1-5:7,uuid:tag:1}.
     *
     * @throws IllegalArgumentException if the text is something else
     */
    public static GtidSet parse(String text) {
        TreeMap<SourceTag, List<long[]>> found = new TreeMap<>();
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                parseSource(part.trim(), found);
            }
        }
        SourceTag[] sources = found.keySet().toArray(SourceTag[]::new);
        long[][] intervals = new long[sources.length][];
        for (int i = 0; i < sources.length; i++) {
            intervals[i] = merge(found.getOrDefault(sources[i], List.of()));
        }
        return new GtidSet(sources, intervals);
    }

    private static void parseSource(String text, Map<SourceTag, List<long[]>> found) {
        String[] fields = text.split(":");
        if (fields.length < 2 || fields[0].trim().length() != 36) {
            throw new IllegalArgumentException("'" + text + "' is not a GTID set (uuid:first-last)");
        }
        UUID uuid = UUID.fromString(fields[0].trim());
        SourceTag source = new SourceTag(uuid, "");
        for (int i = 1; i < fields.length; i++) {
            String field = fields[i].trim();
            if (TAG.matcher(field).matches()) {
                source = new SourceTag(uuid, field);
                continue;
            }
            int dash = field.indexOf('-');
            long first =
                    Long.parseLong(dash < 0 ? field : field.substring(0, dash).trim());
            long last =
                    dash < 0 ? first : Long.parseLong(field.substring(dash + 1).trim());
            if (first < 1 || last < first) {
                throw new IllegalArgumentException("'" + field + "' is not an interval of a GTID set");
            }
            found.computeIfAbsent(source, key -> new ArrayList<>()).add(new long[] {first, last});
        }
    }

    private static long[] merge(List<long[]> parts) {
        List<long[]> sorted = new ArrayList<>(parts);
        sorted.sort((a, b) -> Long.compare(a[0], b[0]));
        long[] result = new long[parts.size() * 2];
        int size = 0;
        for (long[] part : sorted) {
            if (size > 0 && part[0] <= result[size - 1] + 1) {
                result[size - 1] = Math.max(result[size - 1], part[1]);
            } else {
                result[size++] = part[0];
                result[size++] = part[1];
            }
        }
        return Arrays.copyOf(result, size);
    }

    /** This set and one more transaction. */
    public GtidSet with(long mostSignificant, long leastSignificant, String tag, long number) {
        for (int i = 0; i < sources.length; i++) {
            if (sources[i].is(mostSignificant, leastSignificant, tag)) {
                long[] old = intervals[i];
                long[] changed = add(old, number);
                if (changed == old) {
                    return this;
                }
                long[][] newIntervals = intervals.clone();
                newIntervals[i] = changed;
                return new GtidSet(sources, newIntervals);
            }
        }
        SourceTag source = new SourceTag(new UUID(mostSignificant, leastSignificant), tag);
        int place = -Arrays.binarySearch(sources, source) - 1;
        SourceTag[] newSources = Arrays.copyOf(sources, sources.length + 1);
        long[][] newIntervals = Arrays.copyOf(intervals, intervals.length + 1);
        System.arraycopy(sources, place, newSources, place + 1, sources.length - place);
        System.arraycopy(intervals, place, newIntervals, place + 1, intervals.length - place);
        newSources[place] = source;
        newIntervals[place] = new long[] {number, number};
        return new GtidSet(newSources, newIntervals);
    }

    private static long[] add(long[] old, long number) {
        int last = old.length - 1;
        if (old[last] + 1 == number) {
            long[] changed = old.clone();
            changed[last] = number;
            return changed;
        }
        List<long[]> parts = new ArrayList<>();
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] <= number && number <= old[i + 1]) {
                return old;
            }
            parts.add(new long[] {old[i], old[i + 1]});
        }
        parts.add(new long[] {number, number});
        return merge(parts);
    }

    /** Whether that one transaction is in the set. */
    public boolean contains(long mostSignificant, long leastSignificant, String tag, long number) {
        for (int i = 0; i < sources.length; i++) {
            if (sources[i].is(mostSignificant, leastSignificant, tag)) {
                return covers(intervals[i], number, number);
            }
        }
        return false;
    }

    @Override
    public boolean contains(GtidState other) {
        if (!(other instanceof GtidSet set)) {
            return false;
        }
        for (int i = 0; i < set.sources.length; i++) {
            int index = find(set.sources[i], i);
            if (index < 0) {
                return false;
            }
            long[] wanted = set.intervals[i];
            for (int j = 0; j < wanted.length; j += 2) {
                if (!covers(intervals[index], wanted[j], wanted[j + 1])) {
                    return false;
                }
            }
        }
        return true;
    }

    private int find(SourceTag source, int likely) {
        if (likely < sources.length && sources[likely].equals(source)) {
            return likely;
        }
        return Arrays.binarySearch(sources, source);
    }

    private static boolean covers(long[] intervals, long first, long last) {
        for (int i = 0; i < intervals.length; i += 2) {
            if (intervals[i] <= first && last <= intervals[i + 1]) {
                return true;
            }
        }
        return false;
    }

    public boolean isEmpty() {
        return sources.length == 0;
    }

    /** The form that the command {@code COM_BINLOG_DUMP_GTID} carries; the tagged one only if there are tags. */
    public byte[] toBytes() {
        boolean tagged = Arrays.stream(sources).anyMatch(source -> !source.tag().isEmpty());
        ByteBuilder out = new ByteBuilder();
        appendLittleEndian(out, tagged ? 1L | ((long) sources.length << 8) | (1L << 56) : sources.length);
        for (int i = 0; i < sources.length; i++) {
            appendBigEndian(out, sources[i].uuid().getMostSignificantBits());
            appendBigEndian(out, sources[i].uuid().getLeastSignificantBits());
            if (tagged) {
                String tag = sources[i].tag();
                out.append((byte) (tag.length() << 1)).append(tag);
            }
            appendLittleEndian(out, intervals[i].length / 2);
            for (int j = 0; j < intervals[i].length; j += 2) {
                appendLittleEndian(out, intervals[i][j]);
                appendLittleEndian(out, intervals[i][j + 1] + 1);
            }
        }
        return out.toByteArray();
    }

    /** Reads what {@link #toBytes} writes, as it stands at the beginning of every log file. */
    public static GtidSet fromBytes(byte[] bytes, int start, int end) {
        ByteBuffer in = ByteBuffer.wrap(bytes, start, end - start).order(ByteOrder.LITTLE_ENDIAN);
        long head = in.getLong();
        boolean tagged = head >>> 56 == 1;
        long count = tagged ? (head << 8) >>> 16 : head;
        StringBuilder text = new StringBuilder();
        for (long i = 0; i < count; i++) {
            long high = Long.reverseBytes(in.getLong());
            long low = Long.reverseBytes(in.getLong());
            text.append(i == 0 ? "" : ",").append(new UUID(high, low));
            if (tagged) {
                byte[] tag = new byte[(in.get() & 0xFF) >> 1];
                in.get(tag);
                text.append(tag.length == 0 ? "" : ":").append(new String(tag, StandardCharsets.US_ASCII));
            }
            for (long left = in.getLong(); left > 0; left--) {
                text.append(':').append(in.getLong()).append('-').append(in.getLong() - 1);
            }
        }
        return parse(text.toString());
    }

    private static void appendLittleEndian(ByteBuilder out, long value) {
        for (int shift = 0; shift < 64; shift += 8) {
            out.append((byte) (value >>> shift));
        }
    }

    private static void appendBigEndian(ByteBuilder out, long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.append((byte) (value >>> shift));
        }
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sources.length; i++) {
            text.append(i == 0 ? "" : ",").append(sources[i]);
            for (int j = 0; j < intervals[i].length; j += 2) {
                text.append(':').append(intervals[i][j]);
                if (intervals[i][j + 1] > intervals[i][j]) {
                    text.append('-').append(intervals[i][j + 1]);
                }
            }
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GtidSet that
                && Arrays.equals(sources, that.sources)
                && Arrays.deepEquals(intervals, that.intervals);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(intervals);
    }

    @Override
    public String toString() {
        return text();
    }
}

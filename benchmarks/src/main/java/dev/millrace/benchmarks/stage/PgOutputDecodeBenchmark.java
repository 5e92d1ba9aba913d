package dev.millrace.benchmarks.stage;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ChangeBatch;
import dev.millrace.source.postgres.decoding.EventBuffer;
import dev.millrace.source.postgres.decoding.PgOutputDecoder;
import dev.millrace.source.postgres.decoding.Relation;
import dev.millrace.source.postgres.decoding.RelationResolver;
import dev.millrace.source.postgres.position.LogSequenceNumber;
import dev.millrace.source.postgres.position.ServerIdentity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** A transaction of inserts, in the messages of pgoutput. */
public class PgOutputDecodeBenchmark extends RowStage {
    private static final int OID = 16_384;

    private final byte[] begin = ByteBuffer.allocate(21)
            .put((byte) 'B')
            .putLong(1000)
            .putLong(0)
            .putInt(7)
            .array();
    private final byte[] commit = ByteBuffer.allocate(26)
            .put((byte) 'C')
            .put((byte) 0)
            .putLong(1000)
            .putLong(1040)
            .putLong(0)
            .array();
    private final byte[][] inserts = IntStream.rangeClosed(1, NarrowRows.COUNT)
            .mapToObj(PgOutputDecodeBenchmark::insert)
            .toArray(byte[][]::new);
    private final EventBuffer events = new EventBuffer();
    private final PgOutputDecoder decoder = decoder();

    private PgOutputDecoder decoder() {
        Relation known = new Relation(NarrowRows.TABLE, new int[] {0, 1, 2, 3, 4, 5, 6}, new boolean[7]);
        PgOutputDecoder made = new PgOutputDecoder(
                described -> new RelationResolver.Resolution(known, null),
                new LogSequenceNumber(0, ServerIdentity.UNKNOWN),
                ServerIdentity.UNKNOWN);
        byte[] relation = relation();
        made.decode(relation, 0, relation.length, events);
        return made;
    }

    private static byte[] relation() {
        ByteBuilder message = new ByteBuilder();
        message.append('R').append(integer(OID));
        message.append("race").append((byte) 0).append("orders").append((byte) 0);
        message.append('d').append((byte) 0).append((byte) 0);
        return message.toByteArray();
    }

    private static byte[] insert(int id) {
        ByteBuilder message = new ByteBuilder();
        message.append('I').append(integer(OID)).append('N').append((byte) 0).append((byte) 7);
        for (String value : NarrowRows.values(id)) {
            byte[] text = value.getBytes(StandardCharsets.UTF_8);
            message.append('t').append(integer(text.length)).append(text);
        }
        return message.toByteArray();
    }

    private static byte[] integer(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    @Benchmark
    @OperationsPerInvocation(NarrowRows.COUNT)
    public ChangeBatch decode() {
        decoder.decode(begin, 0, begin.length, events);
        for (byte[] insert : inserts) {
            decoder.decode(insert, 0, insert.length, events);
        }
        decoder.decode(commit, 0, commit.length, events);
        return events.take();
    }
}

package dev.millrace.source.mysql.wire;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Events come out as they went in, however the network cuts them. */
class EventPumpTest {
    private static final int LARGEST_PART = 0xFFFFFF;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000, 100_000, Integer.MAX_VALUE})
    void blocksHoldEveryByteInOrder(int readAtMost) throws Exception {
        Random random = new Random(readAtMost);
        List<byte[]> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            events.add(event(random, readAtMost == 1 ? 50 : i % 100 == 0 ? 700_000 : random.nextInt(9000)));
        }
        assertThat(pump(packets(events), readAtMost)).containsExactlyElementsOf(events);
    }

    @Test
    void eventsLargerThanAPacketComeWhole() throws Exception {
        List<byte[]> events = List.of(
                event(new Random(1), 10),
                event(new Random(2), LARGEST_PART - 1 - 23),
                event(new Random(3), 40_000_000),
                event(new Random(4), 20));
        assertThat(pump(packets(events), Integer.MAX_VALUE)).containsExactlyElementsOf(events);
    }

    @Test
    void damageIsNoticed() throws IOException {
        byte[] event = event(new Random(1), 100);
        event[50] ^= 1;
        byte[] packets = packets(List.of(event));
        assertThatThrownBy(() -> pump(packets, Integer.MAX_VALUE))
                .returns(ErrorCode.SOURCE_LOG_UNREADABLE, failure -> ((ReplicationException) failure).code())
                .hasMessageContaining("checksum");
    }

    private static byte[] event(Random random, int bodySize) {
        byte[] event = new byte[EventHeader.LENGTH + bodySize + 4];
        random.nextBytes(event);
        event[EventHeader.TYPE] = 30;
        ByteBuffer.wrap(event).order(ByteOrder.LITTLE_ENDIAN).putInt(9, event.length);
        CRC32 sum = new CRC32();
        sum.update(event, 0, event.length - 4);
        ByteBuffer.wrap(event).order(ByteOrder.LITTLE_ENDIAN).putInt(event.length - 4, (int) sum.getValue());
        return event;
    }

    private static byte[] packets(List<byte[]> events) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] event : events) {
            byte[] content = new byte[event.length + 1];
            System.arraycopy(event, 0, content, 1, event.length);
            int at = 0;
            int part;
            do {
                part = Math.min(LARGEST_PART, content.length - at);
                out.write(new byte[] {(byte) part, (byte) (part >> 8), (byte) (part >> 16), 0});
                out.write(content, at, part);
                at += part;
            } while (part == LARGEST_PART);
        }
        out.write(new byte[] {1, 0, 0, 0, (byte) 0xFE});
        return out.toByteArray();
    }

    private static List<byte[]> pump(byte[] packets, int readAtMost) throws IOException, InterruptedException {
        InputStream in = new ByteArrayInputStream(packets) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, readAtMost));
            }
        };
        List<byte[]> events = new ArrayList<>();
        ByteArrayOutputStream open = new ByteArrayOutputStream();
        new EventPump(new PacketInput(in), true).run(block -> {
            open.write(block.bytes, 0, block.continued);
            for (int i = 0; i < block.count(); i++) {
                if (open.size() > 0) {
                    events.add(open.toByteArray());
                    open.reset();
                }
                int end = i + 1 < block.count() ? block.start(i + 1) : block.used;
                open.write(block.bytes, block.start(i), end - block.start(i));
            }
            if (!block.open && open.size() > 0) {
                events.add(open.toByteArray());
                open.reset();
            }
            return true;
        });
        return events;
    }
}

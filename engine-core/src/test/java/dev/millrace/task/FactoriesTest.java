package dev.millrace.task;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.ReaderFactory;
import dev.millrace.spi.source.Source;
import dev.millrace.spi.source.SourceFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FactoriesTest {
    private static final TaskContext CONTEXT =
            new TaskContext("task", "", Clock.systemUTC(), Path.of("target", "state"));

    private final MemorySource source = new MemorySource();
    private final MemorySource overSource = new MemorySource();
    private final Factories factories = new Factories(
            List.of(new Sources()),
            List.of(new Reader("other", "memory"), new Reader("elsewhere", "ocean")),
            List.of());

    private final class Sources implements SourceFactory {
        @Override
        public Set<String> engineNames() {
            return Set.of("memory");
        }

        @Override
        public Source open(Endpoint endpoint, TaskContext context) {
            return source;
        }
    }

    private final class Reader implements ReaderFactory {
        private final String name;
        private final String engine;

        Reader(String name, String engine) {
            this.name = name;
            this.engine = engine;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Set<String> engineNames() {
            return Set.of(engine);
        }

        @Override
        public Source over(Source over, Endpoint endpoint, TaskContext context) {
            assertThat(over).isSameAs(source);
            return overSource;
        }
    }

    private Source opened(Map<String, String> settings) {
        Endpoint endpoint =
                new Endpoint("memory", "", 0, "", "", null, SslMode.NONE, null, new EndpointSettings(settings));
        return factories.openSource(endpoint, CONTEXT);
    }

    @Test
    void sourceReadsItsLogItselfUnlessToldOtherwise() {
        assertThat(opened(Map.of())).isSameAs(source);
        assertThat(opened(Map.of("Reader", "native"))).isSameAs(source);
    }

    @Test
    void readerIsPutOverTheSource() {
        assertThat(opened(Map.of("reader", "OTHER"))).isSameAs(overSource);
    }

    @Test
    void readerThatIsNotThereForTheEngineIsRefusedAndTheSourceClosed() {
        assertThatThrownBy(() -> opened(Map.of("Reader", "elsewhere")))
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.SETTING_INVALID))
                .hasMessageContaining("[native, other]");
        assertThat(source.isClosed()).isTrue();
    }
}

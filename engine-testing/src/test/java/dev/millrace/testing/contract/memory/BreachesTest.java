package dev.millrace.testing.contract.memory;

import dev.millrace.testing.contract.sink.SinkContract;
import dev.millrace.testing.contract.sink.SinkFixture;
import dev.millrace.testing.contract.sink.SinkTopic;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

/** A contract is worth as much as the breaches it notices: each is made on purpose, and the test named for it must fail. */
class BreachesTest {

    /** The contract, put to a sink that breaks one promise. Not run by itself. */
    static class BrokenSink extends SinkContract {
        static Breach breach = Breach.ABSENT_IS_NULL;

        @Override
        protected SinkFixture newFixture() {
            return new MemorySinkFixture(breach::broken);
        }
    }

    @ParameterizedTest
    @EnumSource
    void contractNoticesThe(Breach breach) {
        BrokenSink.breach = breach;
        assertThat(failuresOf(breach.topic())).contains(breach.noticedBy());
    }

    private static Set<String> failuresOf(Class<? extends SinkTopic> topic) {
        Class<?> nested = Arrays.stream(SinkContract.class.getDeclaredClasses())
                .filter(topic::isAssignableFrom)
                .findFirst()
                .orElseThrow();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectNestedClass(List.of(BrokenSink.class), nested))
                .build();
        Failed failed = new Failed();
        LauncherFactory.create().execute(request, failed);
        return failed.tests;
    }

    private static final class Failed implements TestExecutionListener {
        private final Set<String> tests = new HashSet<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() == TestExecutionResult.Status.FAILED
                    && test.getSource().orElse(null) instanceof MethodSource method) {
                tests.add(method.getMethodName());
            }
        }
    }
}

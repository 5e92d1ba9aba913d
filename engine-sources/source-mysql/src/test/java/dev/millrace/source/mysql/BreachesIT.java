package dev.millrace.source.mysql;

import dev.millrace.testing.contract.source.LogContract;
import dev.millrace.testing.contract.source.SourceContract;
import dev.millrace.testing.contract.source.SourceFixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

/** A contract is worth as much as the breaches it notices: each is made on purpose, and the test named for it must fail. */
class BreachesIT {

    /** The contract, put to a source that breaks one promise, or is watched only. Not run by itself. */
    static class BrokenSource extends SourceContract {
        static Breach breach = Breach.ABSENT_IS_NULL;
        static boolean isMade;

        @Override
        protected SourceFixture newFixture() {
            return breach.broken(new ContractFixture(TestServer.MYSQL), isMade);
        }
    }

    @ParameterizedTest
    @EnumSource
    void contractNoticesThe(Breach breach) {
        assertThat(run(breach, false)).as("failures without the breach").isEmpty();
        assertThat(run(breach, true))
                .hasSize(1)
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(AssertionError.class));
    }

    private static List<Throwable> run(Breach breach, boolean isMade) {
        BrokenSource.breach = breach;
        BrokenSource.isMade = isMade;
        Class<?> topic = Stream.of(SourceContract.class, LogContract.class)
                .flatMap(contract -> Arrays.stream(contract.getDeclaredClasses()))
                .filter(breach.topic()::isAssignableFrom)
                .findFirst()
                .orElseThrow();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectNestedMethod(List.of(BrokenSource.class), topic, breach.noticedBy()))
                .build();
        Outcome outcome = new Outcome();
        LauncherFactory.create().execute(request, outcome);
        assertThat(outcome.tests).as("tests run").isOne();
        return outcome.failures;
    }

    private static final class Outcome implements TestExecutionListener {
        private final List<Throwable> failures = new ArrayList<>();
        private int tests;

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                tests++;
                result.getThrowable().ifPresent(failures::add);
            }
        }
    }
}

package dev.millrace.source.debezium.connector;

import dev.millrace.spi.source.Snapshot;
import java.lang.reflect.Method;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class HistorySnapshotTest {

    static Method[] promises() {
        return Snapshot.class.getMethods();
    }

    /** A promise with a default would be the default's, not the source's own. */
    @ParameterizedTest
    @MethodSource("promises")
    void passesOnEveryPromiseOfTheSource(Method promise) throws NoSuchMethodException {
        assertThat(HistorySnapshot.class
                        .getMethod(promise.getName(), promise.getParameterTypes())
                        .getDeclaringClass())
                .isEqualTo(HistorySnapshot.class);
    }
}

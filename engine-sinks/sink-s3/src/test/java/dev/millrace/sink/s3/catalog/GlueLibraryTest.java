package dev.millrace.sink.s3.catalog;

import dev.millrace.error.ErrorCode;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

class GlueLibraryTest {
    @Test
    void whoAsksWithoutItIsToldItsName() {
        assertThat(failsWith(
                        ErrorCode.SETTING_INVALID, () -> GlueLibrary.require(ClassLoader.getPlatformClassLoader())))
                .hasMessageContaining("software.amazon.awssdk:glue");
    }

    @Test
    void whoHasItIsLetThrough() {
        GlueLibrary.require(GlueLibraryTest.class.getClassLoader());
    }
}

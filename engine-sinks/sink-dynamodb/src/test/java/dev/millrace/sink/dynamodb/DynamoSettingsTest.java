package dev.millrace.sink.dynamodb;

import dev.millrace.error.ErrorCode;
import dev.millrace.sink.dynamodb.call.Capacity;
import dev.millrace.sink.dynamodb.write.LoadPace;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.LoadParallelism;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

class DynamoSettingsTest {

    private static DynamoSettings of(Map<String, String> settings, LoadParallelism load) {
        return DynamoSettings.of(new EndpointSettings(settings), load);
    }

    @Test
    void defaults() {
        assertThat(of(Map.of(), LoadParallelism.DEFAULT))
                .isEqualTo(new DynamoSettings(16, new LoadPace(16, 400), "_millrace_version", Capacity.ON_DEMAND));
    }

    @Test
    void parallelLoadThreadsAreOfEachWriter() {
        DynamoSettings settings = of(Map.of(), new LoadParallelism(4, 10, 0));
        assertThat(settings.requests()).isEqualTo(40);
        assertThat(settings.load()).isEqualTo(new LoadPace(10, 50));
        assertThat(of(Map.of(), new LoadParallelism(8, 150, 0)).requests()).isEqualTo(200);
    }

    @Test
    void parallelRequestsBoundAllOfThem() {
        DynamoSettings settings = of(Map.of("ParallelRequests", "6"), new LoadParallelism(4, 10, 0));
        assertThat(settings.requests()).isEqualTo(6);
        assertThat(settings.load().requests()).isEqualTo(6);
    }

    @Test
    void parallelLoadBufferSizeIsTheRowsThatWait() {
        assertThat(of(Map.of(), new LoadParallelism(4, 10, 1000)).load().bufferRows())
                .isEqualTo(1000);
        assertThat(of(Map.of(), new LoadParallelism(4, 0, 700)).load()).isEqualTo(new LoadPace(16, 700));
    }

    @Test
    void versionsMayStandInAnotherAttribute() {
        assertThat(of(Map.of("VersionAttribute", "at"), LoadParallelism.DEFAULT).versionAttribute())
                .isEqualTo("at");
    }

    @Test
    void tablesPaidByCapacityGetDmssUnits() {
        Map<String, String> provisioned = Map.of("BillingMode", "provisioned");
        assertThat(of(provisioned, LoadParallelism.DEFAULT).capacity()).isEqualTo(new Capacity(200, 200));
        assertThat(of(provisioned, new LoadParallelism(8, 3, 0)).capacity()).isEqualTo(new Capacity(200, 600));
        assertThat(of(
                                Map.of(
                                        "BillingMode",
                                        "PROVISIONED",
                                        "ReadCapacityUnits",
                                        "5",
                                        "WriteCapacityUnits",
                                        "7"),
                                new LoadParallelism(8, 3, 0))
                        .capacity())
                .isEqualTo(new Capacity(5, 7));
        failsWith(ErrorCode.SETTING_INVALID, () -> of(Map.of("BillingMode", "free"), LoadParallelism.DEFAULT));
    }
}

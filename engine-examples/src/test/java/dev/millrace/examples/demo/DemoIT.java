package dev.millrace.examples.demo;

import dev.millrace.examples.cli.MillraceProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DemoIT {

    @Test
    void endsWithEqualDatabases(@TempDir Path folder) throws Exception {
        MillraceProcess demo = MillraceProcess.run(folder, "demo", "--orders", "5000");

        assertThat(demo.expect(0).stdout())
                .contains(" loaded in ")
                .contains("shop.visits: ")
                .endsWith("Source and target are equal.\n");
        assertThat(demo.stderr()).isEmpty();
    }
}

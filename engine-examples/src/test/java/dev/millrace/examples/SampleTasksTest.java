package dev.millrace.examples;

import dev.millrace.taskfile.TaskFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The sample tasks are what they say: readable, and honoured to the last key. */
class SampleTasksTest {
    static List<Path> sampleTasks() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("tasks"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("sampleTasks")
    void sampleTaskIsReadWithoutAWord(Path file) throws IOException {
        assertThat(TaskFile.parse(withoutSecrets(Files.readString(file))).report())
                .isEmpty();
    }

    private static String withoutSecrets(String json) {
        return json.replaceAll("\\$\\{[^}]*}", "secret");
    }
}

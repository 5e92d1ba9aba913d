package dev.millrace.examples;

import dev.millrace.taskfile.TaskFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The sample tasks, and the examples of the README, are what they say: readable, and honoured to the last key. */
class SampleTasksTest {
    private static final Path README = Path.of("..", "README.md");

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

    @Test
    void taskFileOfTheReadmeIsReadWithoutAWord() throws IOException {
        assertThat(TaskFile.parse(withoutSecrets(block("json"))).report()).isEmpty();
    }

    @Test
    void embeddingExampleOfTheReadmeIsTheCompiledOne() throws IOException {
        String example = Files.readString(Path.of("src/main/java/dev/millrace/examples/embedding/RunTaskFile.java"));
        List<String> compiled = example.lines().map(String::strip).toList();

        assertThat(block("java").lines().map(String::strip)).isNotEmpty().allMatch(compiled::contains);
    }

    private static String withoutSecrets(String json) {
        return json.replaceAll("\\$\\{[^}]*}", "secret");
    }

    private static String block(String language) throws IOException {
        String text = Files.readString(README);
        int start = text.indexOf("```" + language + "\n") + language.length() + 4;
        return text.substring(start, text.indexOf("```", start));
    }
}

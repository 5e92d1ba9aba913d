package dev.millrace.source.oracle.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SpillFolderTest {
    @TempDir
    private Path directory;

    private Path folderOf(long process) throws IOException {
        Path folder = Files.createDirectories(directory.resolve("open-transactions-" + process + "-1/file"));
        Files.writeString(folder.resolve("data"), "rows");
        return folder.getParent();
    }

    @Test
    void goesWithAllThatIsInIt() throws IOException {
        SpillFolder folder = SpillFolder.in(directory.resolve("made"));
        Files.writeString(folder.path().resolve("data"), "rows");

        folder.remove();

        assertThat(directory.resolve("made")).isEmptyDirectory();
    }

    @Test
    void removesWhatKilledProcessesHaveLeftAndNothingElse() throws IOException {
        Path killed = folderOf(Long.MAX_VALUE / 16);
        Path ownNumberBefore = folderOf(ProcessHandle.current().pid());
        Path alive = folderOf(ProcessHandle.current().parent().orElseThrow().pid());
        Path other = Files.createDirectory(directory.resolve("open-transactions-of-mine"));
        SpillFolder inUse = SpillFolder.in(directory);
        SpillFolder another = SpillFolder.in(directory);

        assertThat(directory)
                .isDirectoryNotContaining(killed::equals)
                .isDirectoryNotContaining(ownNumberBefore::equals);
        assertThat(alive).isDirectory();
        assertThat(other).isDirectory();
        assertThat(inUse.path()).isDirectory();
        assertThat(another.path()).isDirectory();
    }
}

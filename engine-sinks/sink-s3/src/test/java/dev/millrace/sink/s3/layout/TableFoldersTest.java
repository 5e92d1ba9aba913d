package dev.millrace.sink.s3.layout;

import dev.millrace.model.TableId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TableFoldersTest {

    @ParameterizedTest
    @CsvSource({
        "'', shop/orders/, _millrace/task/",
        "raw, raw/shop/orders/, raw/_millrace/task/",
        "/a/b/, a/b/shop/orders/, a/b/_millrace/task/"
    })
    void liesBelowTheBucketFolder(String folder, String ofTable, String ofTask) {
        TableFolders folders = TableFolders.below(folder);
        assertThat(folders.of(new TableId("shop", "orders"))).isEqualTo(ofTable);
        assertThat(folders.ofTask("task", "")).isEqualTo(ofTask);
    }
}

package dev.millrace.oracle;

import dev.millrace.crash.ItemTarget;
import dev.millrace.examples.cli.TaskJson;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** From an emulated Oracle to DynamoDB Local: load, changes, and on from the checkpoint. */
class OracleToDynamoDbIT {

    @Test
    void loadsFollowsAndGoesOn(@TempDir Path folder) throws Exception {
        try (ItemTarget target = ItemTarget.start(folder.resolve("dynamodb"));
                HumanResources source = new HumanResources()) {
            source.create();
            source.fill(100);
            Path task = TaskJson.named("items")
                    .source(source.endpoint())
                    .target(target.endpoint())
                    .rules(HumanResources.rules())
                    .writeTo(folder);
            source.isFollowed(task, () -> assertEqual(source, target));
        }
    }

    private static void assertEqual(HumanResources source, ItemTarget target) {
        HumanResources.COLUMNS.forEach((table, columns) -> {
            List<String> expected =
                    source.rows(table).stream().map(row -> item(columns, row)).toList();
            assertThat(expected).isNotEmpty();
            assertThat(target.items(table.toLowerCase(Locale.ROOT)))
                    .as(table)
                    .containsExactlyInAnyOrderElementsOf(expected);
        });
    }

    /** As {@link ItemTarget} shows it: numbers without zeros at their end, times as ISO has them, and no attribute for NULL. */
    private static String item(List<String> columns, List<@Nullable String> row) {
        TreeMap<String, String> item = new TreeMap<>();
        for (int i = 0; i < row.size(); i++) {
            String value = row.get(i);
            if (value != null) {
                item.put(columns.get(i).toLowerCase(Locale.ROOT), shown(value));
            }
        }
        return item.toString();
    }

    private static String shown(String value) {
        if (value.matches("\\d+(\\.\\d+)?")) {
            return new BigDecimal(value).stripTrailingZeros().toPlainString();
        }
        return value.matches("\\d{4}-\\d\\d-\\d\\d .*")
                ? LocalDateTime.parse(value.replace(' ', 'T')).toString()
                : value;
    }
}

package dev.millrace.crash;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** The shop in DynamoDB, which has no place for rows without a key. */
record ItemShop(ItemTarget items) implements ShopTarget {

    @Override
    public String endpoint() {
        return items.endpoint();
    }

    @Override
    public int pauseMillis() {
        return 100;
    }

    @Override
    public int progress() {
        return items.numbers("items", "id", "id").keySet().stream()
                .mapToInt(Long::intValue)
                .max()
                .orElse(-1);
    }

    @Override
    public void assertHolds(String table, List<List<@Nullable String>> rows) {
        assertThat(items.items(table))
                .as(table)
                .isEqualTo(rows.stream().map(row -> item(table, row)).sorted().toList());
    }

    private static String item(String table, List<@Nullable String> row) {
        TreeMap<String, String> item = new TreeMap<>();
        for (int i = 0; i < row.size(); i++) {
            String value = row.get(i);
            if (value != null) {
                item.put(EmulatedShop.columns(table).get(i), value);
            }
        }
        return item.toString();
    }

    @Override
    public void close() {
        items.close();
    }
}

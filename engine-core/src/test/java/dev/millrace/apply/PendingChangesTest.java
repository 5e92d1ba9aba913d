package dev.millrace.apply;

import dev.millrace.load.LoadWindow;
import dev.millrace.mapping.TableRoute;
import dev.millrace.metrics.TableCounters;
import dev.millrace.model.TableSchema;
import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PendingChangesTest {
    private final PendingChanges pending = new PendingChanges();

    @Test
    void countsOnlyTheBytesOfWhatIsStillThere() {
        pending.add(change(), 100);
        pending.close(new Batch.Ending(new LogIndex(1), Instant.EPOCH, 0));
        pending.add(change(), 7);

        assertThat(pending.takeWhole()).hasSize(1);

        assertThat(pending.bytes()).isEqualTo(7);
        assertThat(pending.size()).isEqualTo(1);
        assertThat(pending.hasWhole()).isFalse();
    }

    @Test
    void aClearedBufferHoldsNothing() {
        pending.add(change(), 100);
        pending.close(new Batch.Ending(new LogIndex(1), Instant.EPOCH, 0));
        pending.add(change(), 7);

        pending.clear();

        assertThat(pending.bytes()).isZero();
        assertThat(pending.size()).isZero();
    }

    private static RowChange change() {
        TableSchema schema = SourceModel.KEYLESS;
        TargetTable table = new TargetTable(
                new TableRoute(schema, schema, new int[] {0, 1}),
                schema,
                false,
                0,
                LoadWindow.NONE,
                new TableCounters(schema.id()),
                new ConflictCatalog());
        return new RowChange(table, RowChange.Kind.TRUNCATE, null, null, false);
    }
}

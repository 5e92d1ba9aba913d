package dev.millrace.testing.contract.source;

import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.TransactionBegin;
import dev.millrace.model.ChangeEvent.TransactionCommit;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.testing.contract.TextRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The log comes as whole transactions, in commit order, and without what was rolled back. */
public abstract class SourceTransactionContract extends SourceTopic {
    private static final int LARGE = 40_000;
    private static final long FEW_MEGABYTES = 64L << 20;

    @Test
    void transactionsComeWholeAndInCommitOrder() {
        TableSchema items = createItems();
        SourcePosition start = capture(items);
        try (SourceWriter first = fixture.openWriter();
                SourceWriter second = fixture.openWriter()) {
            first.insert(items, items(1, 2));
            second.insert(items, items(10, 11));
            first.insert(items, items(2, 3));
            second.insert(items, items(11, 12));
            second.commit();
            first.insert(items, items(3, 4));
            first.commit();
        }
        assertThat(Log.told(read(start, items)))
                .containsExactly(
                        "begin",
                        "insert items [10, item 10]",
                        "insert items [11, item 11]",
                        "commit",
                        "begin",
                        "insert items [1, item 1]",
                        "insert items [2, item 2]",
                        "insert items [3, item 3]",
                        "commit");
    }

    @Test
    void whatWasRolledBackNeverComes() {
        TableSchema items = createItems();
        SourcePosition start = capture(items);
        try (SourceWriter writer = fixture.openWriter()) {
            writer.insert(items, items(1, 500));
            writer.rollback();
            writer.insert(items, items(500, 501));
            writer.commit();
            writer.insert(items, items(501, 502));
        }
        assertThat(Log.changes(read(start, items))).containsExactly("insert items [500, item 500]");
    }

    @Test
    void beginIsCoveredByThePositionsThatCoverItsCommitAndByNoOthers() {
        TableSchema items = createItems();
        SourcePosition before = capture(items);
        for (int i = 0; i < 5; i++) {
            int id = i;
            write(writer -> writer.insert(items, items(id, id + 1)));
        }
        SourcePosition end = source.currentPosition();
        List<ChangeEvent> events = read(before, items);
        List<TransactionBegin> begins = Log.only(TransactionBegin.class, events);
        List<TransactionCommit> commits = Log.only(TransactionCommit.class, events);
        assertThat(begins).hasSize(5);
        assertThat(commits).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(before.covers(begins.get(i).position())).isFalse();
            assertThat(commits.get(i).position().covers(begins.get(i).position()))
                    .isTrue();
            assertThat(end.covers(begins.get(i).position())).isTrue();
            before = commits.get(i).position();
        }
    }

    @Test
    void commitsTellWhenTheyWere() {
        TableSchema items = createItems();
        SourcePosition start = capture(items);
        Instant before = Instant.now();
        write(writer -> writer.insert(items, items(1, 2)));
        Instant after = Instant.now();
        TransactionCommit commit =
                Log.only(TransactionCommit.class, read(start, items)).get(0);
        Duration coarsestClock = Duration.ofSeconds(1);
        assertThat(commit.commitTime()).isBetween(before.minus(coarsestClock), after.plus(coarsestClock));
    }

    @Test
    void largeTransactionComesWholeInBatchesOfAFewMegabytes() {
        TableSchema items = createItems();
        SourcePosition start = capture(items);
        write(writer -> writer.insert(items, items(0, LARGE)));
        SourcePosition end = source.currentPosition();
        int begins = 0;
        boolean committed = false;
        List<Long> ids = new ArrayList<>();
        try (ChangeReader reader = source.openReader(start, List.of(items))) {
            while (!committed) {
                ChangeBatch batch = reader.poll(Duration.ofSeconds(1));
                assertThat(batch.byteSize()).isLessThan(FEW_MEGABYTES);
                for (ChangeEvent event : batch.events()) {
                    begins += event instanceof TransactionBegin ? 1 : 0;
                    committed |= event instanceof TransactionCommit;
                    if (event instanceof RowInsert insert) {
                        ids.add(Long.valueOf(String.valueOf(
                                TextRows.values(insert.table(), insert.after()).get(0))));
                    }
                }
            }
            Log.until(reader, end);
        }
        assertThat(begins).isOne();
        assertThat(ids).hasSize(LARGE).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void manySmallTransactionsComeInOrder() {
        TableSchema items = createItems();
        SourcePosition start = capture(items);
        try (SourceWriter writer = fixture.openWriter()) {
            for (int i = 0; i < 500; i++) {
                writer.insert(items, items(i, i + 1));
                writer.commit();
            }
        }
        List<ChangeEvent> events = read(start, items);
        assertThat(Log.only(TransactionCommit.class, events)).hasSize(500);
        assertThat(Log.changes(events))
                .hasSize(500)
                .startsWith("insert items [0, item 0]")
                .endsWith("insert items [499, item 499]");
    }

    @Test
    void changesOfManyTablesKeepTheirOrder() {
        TableSchema items = createItems();
        TableSchema others = create(keyed("others", integer("id").notNull()));
        SourcePosition start = capture(items, others);
        write(writer -> {
            writer.insert(items, items(1, 2));
            writer.insert(others, List.of(row("5")));
            writer.insert(items, items(2, 3));
        });
        assertThat(Log.told(read(start, items, others)))
                .containsExactly(
                        "begin", "insert items [1, item 1]", "insert others [5]", "insert items [2, item 2]", "commit");
    }
}

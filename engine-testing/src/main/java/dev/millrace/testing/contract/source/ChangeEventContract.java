package dev.millrace.testing.contract.source;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.Heartbeat;
import dev.millrace.model.ChangeEvent.RowDelete;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.ChangeEvent.SchemaChange;
import dev.millrace.model.ChangeEvent.TableEvent;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChangeReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Each change is told with what identifies its row and with what became of it, no more and no less. */
public abstract class ChangeEventContract extends SourceTopic {

    private static Map<String, @Nullable String> value(String column, @Nullable String value) {
        return Collections.singletonMap(column, value);
    }

    @Test
    void insertsUpdatesAndDeletesAreTold() {
        TableSchema items = createItems();
        SourcePosition start = capture(items);
        write(writer -> {
            writer.insert(items, List.of(row("1", "a"), row("2", null)));
            writer.update(items.id(), value("id", "1"), value("name", ""));
            writer.update(items.id(), value("id", "2"), value("name", "b"));
            writer.update(items.id(), value("id", "1"), value("name", null));
            writer.delete(items.id(), value("id", "2"));
        });
        assertThat(Log.told(read(start, items)))
                .containsExactly(
                        "begin",
                        "insert items [1, a]",
                        "insert items [2, null]",
                        "update items [1] [1, " + (fixture.emptyTextIsNull() ? "null" : "") + "]",
                        "update items [2] [2, b]",
                        "update items [1] [1, null]",
                        "delete items [2]",
                        "commit");
    }

    @Test
    void keyThatMovesIsToldWithItsOldAndNewPlace() {
        TableSchema items = createItems();
        write(writer -> writer.insert(items, items(1, 2)));
        SourcePosition start = capture(items);
        write(writer -> writer.update(items.id(), value("id", "1"), value("id", "7")));
        write(writer -> writer.delete(items.id(), value("id", "7")));
        List<ChangeEvent> events = read(start, items);
        assertThat(Log.changes(events)).containsExactly("update items [1] [7, item 1]", "delete items [7]");
        assertThat(Log.only(RowUpdate.class, events).get(0).before()).isNotNull();
    }

    @Test
    void rowsWithoutKeyAreIdentifiedByAllTheirValues() {
        TableSchema log = create(table("log", integer("n"), string("what", 40)));
        write(writer -> writer.insert(log, List.of(row("1", "twin"), row("1", "twin"), row("2", null))));
        SourcePosition start = capture(log);
        write(writer -> {
            writer.update(log.id(), value("n", "2"), value("what", "x"));
            writer.delete(log.id(), value("n", "1"));
        });
        List<ChangeEvent> events = read(start, log);
        assertThat(Log.changes(events))
                .containsExactly("update log [2, null] [2, x]", "delete log [1, twin]", "delete log [1, twin]");
        assertThat(Log.only(RowDelete.class, events))
                .allSatisfy(event -> assertThat(event.before().isComplete()).isTrue());
    }

    /** Law 4. */
    @Test
    void valuesThatTheLogDoesNotCarryAreAbsentAndNeverNull() {
        TableSchema documents = create(
                keyed("documents", integer("id").notNull(), integer("n"), column("body", DataType.of(Kind.CLOB))));
        String body = incompressible();
        SourcePosition start = capture(documents);
        try (SourceWriter writer = fixture.openSparingWriter()) {
            writer.insert(documents, List.of(row("1", "1", body), row("2", null, null)));
            writer.update(documents.id(), value("id", "1"), value("n", "2"));
            writer.update(documents.id(), value("id", "1"), value("id", "5"));
            writer.update(documents.id(), value("id", "2"), value("n", "3"));
            writer.commit();
            writer.update(documents.id(), value("id", "5"), value("n", null));
            writer.commit();
        }
        List<ChangeEvent> events = read(start, documents);
        for (RowUpdate update : Log.only(RowUpdate.class, events)) {
            boolean ofBody = !Log.key(update.table(), update.identity()).equals(List.of("2"));
            assertThat(ofBody && update.after().isNull(2))
                    .as("%s: an unchanged value is told as NULL", update.identity())
                    .isFalse();
        }
        List<RowUpdate> updates = Log.only(RowUpdate.class, events);
        assertThat(updates.get(updates.size() - 1).after().isNull(1)).isTrue();
        Replica replica = new Replica(documents);
        events.forEach(replica::apply);
        assertThat(replica.content())
                .isEqualTo(fixture.rows(documents).stream()
                        .map(List::toString)
                        .sorted()
                        .toList());
    }

    private static String incompressible() {
        StringBuilder text = new StringBuilder();
        Random random = new Random(3);
        while (text.length() < 20_000) {
            text.append((char) ('!' + random.nextInt(90)));
        }
        return text.toString().replace('\'', ' ').replace('\\', ' ');
    }

    @Test
    void truncationIsTold() {
        TableSchema items = createItems();
        TableSchema others = create(keyed("others", integer("id").notNull()));
        SourcePosition start = capture(items, others);
        write(writer -> writer.insert(items, items(1, 3)));
        write(writer -> writer.truncate(items.id()));
        write(writer -> writer.truncate(others.id()));
        write(writer -> writer.insert(items, items(5, 6)));
        assertThat(Log.changes(read(start, items, others)))
                .containsExactly(
                        "insert items [1, item 1]",
                        "insert items [2, item 2]",
                        "truncate items",
                        "truncate others",
                        "insert items [5, item 5]");
    }

    @Test
    void rowsHaveTheShapeOfTheirTableAndANewShapeIsToldBefore() {
        TableSchema items = createItems();
        SourcePosition start = capture(items);
        List<ChangeEvent> events = new ArrayList<>();
        try (ChangeReader reader = source.openReader(start, List.of(items))) {
            write(writer -> writer.insert(items, items(1, 2)));
            events.addAll(Log.until(reader, source.currentPosition()));
            fixture.addColumn(items.id(), string("added", 20));
            TableSchema wider = told(items.id());
            write(writer -> writer.insert(wider, List.of(row("2", "item 2", "x"))));
            write(writer -> writer.update(items.id(), value("id", "1"), value("added", "y")));
            events.addAll(Log.until(reader, source.currentPosition()));
        }
        assertThat(Log.changes(events))
                .containsExactly(
                        "insert items [1, item 1]",
                        "shape items [id, name, added]",
                        "insert items [2, item 2, x]",
                        "update items [1] [1, item 1, y]");
        SchemaChange change = Log.only(SchemaChange.class, events).get(0);
        assertThat(change.before().columns()).extracting(ColumnSchema::name).containsExactly("id", "name");
        assertThat(change.table().primaryKey()).isPresent();
        assertThat(Log.only(RowInsert.class, events).get(1).table()).isSameAs(change.table());
        assertThat(Log.only(RowUpdate.class, events).get(0).table()).isSameAs(change.table());
    }

    @Test
    void eventsOfOneShapeShareOneSchema() {
        TableSchema items = createItems();
        SourcePosition start = capture(items);
        write(writer -> writer.insert(items, items(1, 3)));
        write(writer -> writer.delete(items.id(), value("id", "1")));
        assertThat(Log.only(TableEvent.class, read(start, items)))
                .hasSize(3)
                .allSatisfy(event -> assertThat(event.table()).isSameAs(items));
    }

    @Test
    void tablesThatAreNotTheTasksArePassedOverAndHeartbeatsTellHowFar() {
        TableSchema items = createItems();
        TableSchema others = create(keyed("others", integer("id").notNull()));
        SourcePosition start = capture(items);
        List<ChangeEvent> events = new ArrayList<>();
        try (ChangeReader reader = source.openReader(start, List.of(items))) {
            write(writer -> writer.insert(others, List.of(row("1"))));
            SourcePosition end = source.currentPosition();
            Log.until(reader, end, events::add);
            write(writer -> writer.insert(items, items(1, 2)));
            Log.until(reader, source.currentPosition(), events::add);
        }
        assertThat(Log.changes(events)).containsExactly("insert items [1, item 1]");
        assertThat(events).anyMatch(Heartbeat.class::isInstance);
    }

    @Test
    void heartbeatsStandBetweenTransactions() {
        TableSchema items = createItems();
        SourcePosition start = capture(items);
        write(writer -> writer.insert(items, items(0, 3000)));
        SourcePosition end = source.currentPosition();
        List<ChangeEvent> events = new ArrayList<>();
        try (ChangeReader reader = source.openReader(start, List.of(items))) {
            Log.until(reader, end, events::add);
        }
        boolean inTransaction = false;
        for (ChangeEvent event : events) {
            inTransaction = event instanceof ChangeEvent.TransactionBegin
                    || (inTransaction && !(event instanceof ChangeEvent.TransactionCommit));
            assertThat(event instanceof Heartbeat && inTransaction).isFalse();
            assertThat(event instanceof TableEvent && !inTransaction).isFalse();
        }
    }
}

package dev.millrace.source.postgres.decoding;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.RowDelete;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.ChangeEvent.SchemaChange;
import dev.millrace.model.ChangeEvent.TableTruncate;
import dev.millrace.model.ChangeEvent.TransactionBegin;
import dev.millrace.model.ChangeEvent.TransactionCommit;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.RowIdentity;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import dev.millrace.source.postgres.catalog.CatalogTable;
import dev.millrace.source.postgres.catalog.ColumnType;
import dev.millrace.source.postgres.catalog.TypeRegistry.TypeKey;
import dev.millrace.source.postgres.position.LogSequenceNumber;
import dev.millrace.source.postgres.position.ServerIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.millrace.source.postgres.decoding.MessageBuilder.UNCHANGED;
import static dev.millrace.source.postgres.decoding.MessageBuilder.begin;
import static dev.millrace.source.postgres.decoding.MessageBuilder.commit;
import static dev.millrace.source.postgres.decoding.MessageBuilder.message;
import static dev.millrace.source.postgres.decoding.MessageBuilder.relation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Messages in, events out. */
final class PgOutputDecoderTest {
    private static final long OID = 4_000_000_000L;
    private static final ServerIdentity SERVER = new ServerIdentity(7, 1);

    private final TableSchema table = textTable("t", RowIdentity.KEY, "id", "a", "b");
    private final EventBuffer out = new EventBuffer();

    private static TableSchema textTable(String name, RowIdentity identity, String... columns) {
        TableSchema.Builder builder = TableSchema.builder(new TableId("public", name), EngineFamily.POSTGRES)
                .primaryKey(new KeySchema("pk", List.of("id")))
                .rowIdentity(identity);
        for (String column : columns) {
            builder.column(ColumnSchema.of(column, DataType.of(Kind.CLOB), "text"));
        }
        return builder.build();
    }

    /** A catalogue with text columns only, which knows no table. */
    private static final class TextCatalogue implements TableLookup {
        @Override
        public List<ColumnType> types(List<TypeKey> keys) {
            return keys.stream()
                    .map(key -> new ColumnType(DataType.of(Kind.CLOB), "text", WireForm.CANONICAL))
                    .toList();
        }

        @Override
        public Optional<CatalogTable> table(TableId id) {
            return Optional.empty();
        }
    }

    private PgOutputDecoder decoder(long from, TableSchema... tables) {
        return new PgOutputDecoder(
                new TrackedTables(List.of(tables), List.of(), new TextCatalogue()),
                new LogSequenceNumber(from, SERVER),
                SERVER);
    }

    private List<ChangeEvent> decode(PgOutputDecoder decoder, byte[]... messages) {
        for (byte[] message : messages) {
            byte[] padded = new byte[message.length + 7];
            System.arraycopy(message, 0, padded, 5, message.length);
            decoder.decode(padded, 5, message.length, out);
        }
        return out.take().events();
    }

    private List<ChangeEvent> decode(byte[]... rows) {
        List<byte[]> messages = new ArrayList<>(List.of(begin(100, 0, 1), relation(OID, "t", 'd', "id*", "a", "b")));
        messages.addAll(List.of(rows));
        List<ChangeEvent> events = decode(decoder(0, table), messages.toArray(byte[][]::new));
        return events.subList(1, events.size());
    }

    private static List<@Nullable String> values(Row row) {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < row.columnCount(); i++) {
            values.add(row.isPresent(i) ? row.text(i) : "absent");
        }
        return values;
    }

    @Test
    void aTransactionHasItsPositionsAndTime() {
        List<ChangeEvent> events = decode(
                decoder(0, table),
                begin(100, 1_500_000, -2),
                relation(OID, "t", 'd', "id*", "a", "b"),
                message('I').int32(OID).tuple('N', "1", null, "ü").build(),
                commit(100, 150, 1_500_000));
        Instant time = Instant.parse("2000-01-01T00:00:01.5Z");
        assertThat(events)
                .hasSize(3)
                .first()
                .isEqualTo(new TransactionBegin("4294967294", new LogSequenceNumber(101, SERVER), time));
        assertThat(events.get(2)).isEqualTo(new TransactionCommit(new LogSequenceNumber(150, SERVER), time));
        RowInsert insert = (RowInsert) events.get(1);
        assertThat(insert.table()).isSameAs(table);
        assertThat(values(insert.after())).containsExactly("1", null, "ü");
    }

    @Test
    void commitTimesBeforeTheEpochAreTimes() {
        List<ChangeEvent> events = decode(
                decoder(0, table),
                begin(100, -1, 1),
                relation(OID, "t", 'd', "id*", "a", "b"),
                message('I').int32(OID).tuple('N', "1", "2", "3").build());
        assertThat(((TransactionBegin) events.get(0)).commitTime())
                .isEqualTo(Instant.parse("1999-12-31T23:59:59.999999Z"));
    }

    @Test
    void anUpdateThatKeepsTheKeyHasNoOldRow() {
        RowUpdate update = (RowUpdate)
                decode(message('U').int32(OID).tuple('N', "1", UNCHANGED, "c").build())
                        .get(0);
        assertThat(update.before()).isNull();
        assertThat(values(update.after())).containsExactly("1", "absent", "c");
    }

    @Test
    void anOldKeyHoldsNothingElse() {
        List<ChangeEvent> events = decode(
                message('U')
                        .int32(OID)
                        .tuple('K', "1", null, null)
                        .tuple('N', "2", "a", null)
                        .build(),
                message('D').int32(OID).tuple('K', "2", null, null).build());
        RowUpdate update = (RowUpdate) events.get(0);
        assertThat(values(update.identity())).containsExactly("1", "absent", "absent");
        assertThat(values(update.after())).containsExactly("2", "a", null);
        assertThat(values(((RowDelete) events.get(1)).before())).containsExactly("2", "absent", "absent");
    }

    @Test
    void aWholeOldRowFillsWhatDidNotChange() {
        TableSchema full = textTable("t", RowIdentity.FULL, "id", "a", "b");
        List<ChangeEvent> events = decode(
                decoder(0, full),
                begin(100, 0, 1),
                relation(OID, "t", 'f', "id*", "a*", "b*"),
                message('U')
                        .int32(OID)
                        .tuple('O', "1", "large", null)
                        .tuple('N', "1", UNCHANGED, "x")
                        .build(),
                message('D').int32(OID).tuple('O', "1", "large", null).build());
        RowUpdate update = (RowUpdate) events.get(1);
        assertThat(values(update.identity())).containsExactly("1", "large", null);
        assertThat(values(update.after())).containsExactly("1", "large", "x");
        assertThat(values(((RowDelete) events.get(2)).before())).containsExactly("1", "large", null);
    }

    @Test
    void truncateComesForEachReplicatedTable() {
        List<ChangeEvent> events = decode(
                relation(9, "other", 'd', "id*"),
                message('T')
                        .int32(3)
                        .kind((char) 1)
                        .int32(OID)
                        .int32(9)
                        .int32(77)
                        .build());
        assertThat(events).containsExactly(new TableTruncate(table));
    }

    @Test
    void emptyAndCoveredTransactionsYieldNothingAndAreReached() {
        PgOutputDecoder decoder = decoder(150, table);
        assertThat(decode(
                        decoder,
                        begin(100, 0, 1),
                        relation(OID, "t", 'd', "id*", "a", "b"),
                        message('I').int32(OID).tuple('N', "1", "2", "3").build(),
                        commit(100, 150, 0)))
                .isEmpty();
        assertThat(decoder.reached()).isEqualTo(150);
        assertThat(decode(decoder, begin(150, 0, 2))).isEmpty();
        assertThat(decoder.inTransaction()).isTrue();
        assertThat(decode(decoder, commit(150, 200, 0))).isEmpty();
        assertThat(decoder.inTransaction()).isFalse();
        assertThat(decoder.reached()).isEqualTo(200);
        assertThat(decode(
                        decoder,
                        begin(200, 0, 3),
                        message('I').int32(OID).tuple('N', "1", "2", "3").build(),
                        commit(200, 250, 0)))
                .hasSize(3);
    }

    @Test
    void rowsOfOtherTablesArePassedOver() {
        List<ChangeEvent> events = decode(
                decoder(0, table),
                begin(100, 0, 1),
                relation(9, "other", 'd', "id*"),
                message('I').int32(9).tuple('N', "1").build(),
                commit(100, 150, 0));
        assertThat(events).isEmpty();
    }

    @Test
    void aNewColumnIsANewSchema() {
        List<ChangeEvent> events = decode(
                message('I').int32(OID).tuple('N', "1", "2", "3").build(),
                relation(OID, "t", 'd', "id*", "b", "added"),
                message('I').int32(OID).tuple('N', "1", "2", "3").build());
        SchemaChange change = (SchemaChange) events.get(1);
        assertThat(change.before()).isSameAs(table);
        assertThat(change.table().columns()).extracting(ColumnSchema::name).containsExactly("id", "b", "added");
        assertThat(change.table().primaryKey()).isPresent();
        assertThat(((RowInsert) events.get(2)).table()).isSameAs(change.table());
    }

    @Test
    void aRenamedTableStopsTheTask() {
        assertThatThrownBy(() -> decode(
                        message('I').int32(OID).tuple('N', "1", "2", "3").build(),
                        relation(OID, "renamed", 'd', "id*", "a", "b")))
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_EVENT_UNSUPPORTED))
                .hasMessageContaining("public.t was renamed to public.renamed");
    }

    @Test
    void originsTypesAndMessagesArePassedOver() {
        assertThat(decode(
                        decoder(0, table),
                        begin(100, 0, 1),
                        message('O').int64(1).text("origin").build(),
                        message('Y').int32(1).text("public").text("mood").build(),
                        message('M')
                                .kind((char) 0)
                                .int64(5)
                                .text("prefix")
                                .int32(0)
                                .build()))
                .isEmpty();
    }

    @Test
    void whatCanNotBeUnderstoodStopsTheTask() {
        for (byte[] broken : List.of(
                message('S').int32(1).kind((char) 1).build(),
                message('I').int32(12).tuple('N', "1").build(),
                message('I').int32(OID).tuple('N', "1").build(),
                message('I').int32(OID).tuple('K', "1", "2", "3").build(),
                message('I').int32(OID).kind('N').int16(3).kind('b').int32(0).build())) {
            assertThatThrownBy(() -> decode(broken))
                    .isInstanceOf(ReplicationException.class)
                    .hasMessageContaining("0/64");
        }
    }
}

package dev.millrace.source.postgres.decoding;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeEvent.RowDelete;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.ChangeEvent.TableTruncate;
import dev.millrace.model.ChangeEvent.TransactionBegin;
import dev.millrace.model.ChangeEvent.TransactionCommit;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableId;
import dev.millrace.source.postgres.catalog.TypeRegistry.TypeKey;
import dev.millrace.source.postgres.position.LogSequenceNumber;
import dev.millrace.source.postgres.position.ServerIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes messages of pgoutput, protocol version 1 with values as text ("Logical Replication Message Formats" in PostgreSQL's
 * manual). Rows point into the bytes of their message, so nothing is copied. Empty transactions, and those that the start
 * position covers, yield no events. Does no I/O but what the {@link RelationResolver} does. Belongs to one thread.
 */
public final class PgOutputDecoder {
    private static final long EPOCH_SECONDS = 946_684_800L;
    private static final long MICROS = 1_000_000L;

    private final RelationResolver resolver;
    private final ServerIdentity server;
    private final long start;
    private final Relations relations = new Relations();
    private final SlotSlab slab = new SlotSlab();
    private final MessageCursor message = new MessageCursor();

    private int lastOid;
    private @Nullable Relation lastRelation;

    private boolean inTransaction;
    private boolean covered;
    private boolean announced;
    private long commitPosition;
    private long commitMicros;
    private Instant commitTime = Instant.EPOCH;
    private int transactionId;
    private long reached;

    /** @param from transactions that it covers are passed over */
    public PgOutputDecoder(RelationResolver resolver, LogSequenceNumber from, ServerIdentity server) {
        this.resolver = resolver;
        this.server = server;
        this.start = from.value();
        this.reached = from.value();
    }

    /** Whether the last message was inside a transaction. */
    public boolean inTransaction() {
        return inTransaction;
    }

    /** The end of the last transaction, be it empty or not; the start position before the first. */
    public long reached() {
        return reached;
    }

    /**
     * Decodes one message.
     *
     * @param data holds the message; rows keep it, so it must not change any more
     */
    public void decode(byte[] data, int offset, int length, EventBuffer out) {
        message.reset(data, offset);
        byte kind = message.readByte();
        switch (kind) {
            case 'I' -> insert(length, out);
            case 'U' -> update(length, out);
            case 'D' -> delete(length, out);
            case 'B' -> begin();
            case 'C' -> commit(out);
            case 'R' -> relation(out);
            case 'T' -> truncate(out);
            case 'Y', 'O', 'M' -> {
                // types are read from the catalogue; origins and messages are not replicated
            }
            default ->
                throw new ReplicationException(
                        ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                        "the log at " + where() + " has a message of unknown kind '" + (char) kind
                                + "'; a newer version of this engine may know it");
        }
    }

    private void begin() {
        commitPosition = message.readLong();
        commitMicros = message.readLong();
        transactionId = message.readInt();
        inTransaction = true;
        announced = false;
        covered = Long.compareUnsigned(commitPosition, start) < 0;
    }

    private void commit(EventBuffer out) {
        message.position += 9;
        long end = message.readLong();
        if (announced) {
            out.add(new TransactionCommit(new LogSequenceNumber(end, server), commitTime), 0);
        }
        inTransaction = false;
        if (Long.compareUnsigned(end, reached) > 0) {
            reached = end;
        }
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                EPOCH_SECONDS + Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
    }

    /** One byte behind the start of the commit record: positions that cover that are those behind the transaction. */
    private void announce(EventBuffer out) {
        if (!announced) {
            announced = true;
            commitTime = instant(commitMicros);
            out.add(
                    new TransactionBegin(
                            Integer.toUnsignedString(transactionId),
                            new LogSequenceNumber(commitPosition + 1, server),
                            commitTime),
                    0);
        }
    }

    private void insert(int length, EventBuffer out) {
        Relation relation = rowRelation(out);
        if (relation != null) {
            expect('N', message.readByte());
            out.add(new RowInsert(relation.schema(), row(relation, false)), length);
        }
    }

    private void update(int length, EventBuffer out) {
        Relation relation = rowRelation(out);
        if (relation == null) {
            return;
        }
        byte tuple = message.readByte();
        if (tuple == 'N') {
            out.add(new RowUpdate(relation.schema(), null, row(relation, false)), length);
            return;
        }
        Row before = row(relation, oldHasKeyOnly(tuple));
        expect('N', message.readByte());
        int first = slots(relation, false);
        if (tuple == 'O') {
            fillUnchanged(first, relation.schema().columnCount(), before);
        }
        Row after =
                Row.over(message.data, slab.array(), first, relation.schema().columnCount());
        out.add(new RowUpdate(relation.schema(), before, after), length);
    }

    private void delete(int length, EventBuffer out) {
        Relation relation = rowRelation(out);
        if (relation != null) {
            boolean keyOnly = oldHasKeyOnly(message.readByte());
            out.add(new RowDelete(relation.schema(), row(relation, keyOnly)), length);
        }
    }

    private boolean oldHasKeyOnly(byte tuple) {
        if (tuple != 'K') {
            expect('O', tuple);
        }
        return tuple == 'K';
    }

    /** A value that the log left out because it did not change is in the old row, which both point into the same message. */
    private void fillUnchanged(int first, int columnCount, Row before) {
        int[] slots = slab.array();
        for (int i = 0; i < columnCount; i++) {
            if (slots[first + 2 * i + 1] == RowBuffer.ABSENT_LENGTH && before.isPresent(i)) {
                slots[first + 2 * i] = before.offset(i);
                slots[first + 2 * i + 1] = before.length(i);
            }
        }
    }

    private Row row(Relation relation, boolean keyOnly) {
        int first = slots(relation, keyOnly);
        return Row.over(message.data, slab.array(), first, relation.schema().columnCount());
    }

    private int slots(Relation relation, boolean keyOnly) {
        int[] ordinals = relation.ordinals();
        int columnCount = relation.schema().columnCount();
        int first = slab.take(columnCount);
        int[] slots = slab.array();
        if (ordinals.length < columnCount) {
            for (int i = 0; i < columnCount; i++) {
                slots[first + 2 * i + 1] = RowBuffer.ABSENT_LENGTH;
            }
        }
        int values = message.readShort();
        if (values != ordinals.length) {
            throw broken("a row of " + values + " values for " + ordinals.length + " columns of "
                    + relation.schema().id());
        }
        for (int i = 0; i < values; i++) {
            int slot = first + 2 * ordinals[i];
            byte kind = message.readByte();
            if (kind == 't') {
                int length = message.readInt();
                slots[slot] = message.position;
                slots[slot + 1] = length;
                message.position += length;
            } else if (kind == 'n') {
                boolean unknown = keyOnly && !relation.keys()[i];
                slots[slot + 1] = unknown ? RowBuffer.ABSENT_LENGTH : RowBuffer.NULL_LENGTH;
            } else if (kind == 'u') {
                slots[slot + 1] = RowBuffer.ABSENT_LENGTH;
            } else {
                throw broken("a value of kind '" + (char) kind + "'");
            }
        }
        return first;
    }

    /** The table of the row that follows, or null if the row is to be passed over. */
    private @Nullable Relation rowRelation(EventBuffer out) {
        int oid = message.readInt();
        if (oid != lastOid || lastRelation == null) {
            int place = relations.find(oid);
            if (place < 0) {
                throw broken("a row of relation " + oid + ", which was not described");
            }
            lastOid = oid;
            lastRelation = relations.at(place);
        }
        if (covered || lastRelation == null) {
            return null;
        }
        announce(out);
        return lastRelation;
    }

    private void truncate(EventBuffer out) {
        int count = message.readInt();
        message.readByte();
        for (int i = 0; i < count; i++) {
            int place = relations.find(message.readInt());
            Relation relation = place < 0 ? null : relations.at(place);
            if (relation != null && !covered) {
                announce(out);
                out.add(new TableTruncate(relation.schema()), 0);
            }
        }
    }

    private void relation(EventBuffer out) {
        RelationMessage described = readRelation();
        RelationResolver.Resolution resolution = resolver.resolve(described);
        Relation relation = resolution.relation();
        relations.put(described.oid(), relation);
        lastRelation = null;
        if (resolution.change() != null) {
            announce(out);
            out.add(resolution.change(), 0);
        }
    }

    private RelationMessage readRelation() {
        int oid = message.readInt();
        String schema = message.readString();
        TableId id = new TableId(schema.isEmpty() ? "pg_catalog" : schema, message.readString());
        char identity = (char) message.readByte();
        int count = message.readShort();
        List<RelationMessage.Column> columns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            boolean key = (message.readByte() & 1) != 0;
            String name = message.readString();
            long type = message.readInt() & 0xFFFFFFFFL;
            columns.add(new RelationMessage.Column(name, new TypeKey(type, message.readInt()), key));
        }
        return new RelationMessage(oid, id, identity, columns);
    }

    private void expect(char wanted, byte found) {
        if (found != wanted) {
            throw broken("tuple '" + (char) found + "' where '" + wanted + "' belongs");
        }
    }

    private ReplicationException broken(String what) {
        return new ReplicationException(
                ErrorCode.SOURCE_LOG_UNREADABLE,
                "the log at " + where() + " has " + what
                        + "; check that the slot's plugin is pgoutput, and report this");
    }

    private String where() {
        return LogSequenceNumber.text(inTransaction ? commitPosition : reached);
    }
}

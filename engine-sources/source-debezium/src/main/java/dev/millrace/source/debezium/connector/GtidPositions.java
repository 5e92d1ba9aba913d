package dev.millrace.source.debezium.connector;

import dev.millrace.model.SourcePosition;
import dev.millrace.spi.source.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Places in a binary log, as sets of GTIDs.
 *
 * <p>An offset of Debezium names the transactions before the one it is about, so the place behind a transaction is that and the
 * transaction's own GTID. Statements that Debezium passes over are in no offset before the next transaction begins. But it tells file and offset
 * between transactions, and where these are the end of the log, all of the log was passed.
 */
final class GtidPositions implements LogPositions {
    private static final String GTIDS = "gtids";
    private static final String EXECUTED = "gtid_executed=";
    private static final String BINLOG_POSITION = "gtid_binlog_pos=";
    private static final String SERVER = "server=";

    private final Source source;
    private final String run;
    private final String from;
    private final boolean mariaDb;
    private final String server;
    private int packedRecords = -1;
    private String packed = "";

    GtidPositions(Source source, SourcePosition from, boolean mariaDb, String run) {
        this.source = source;
        this.run = run;
        this.from = HistoryPosition.placeOf(from).encode();
        this.mariaDb = mariaDb;
        String found = part(this.from, SERVER);
        this.server = found == null ? "" : SERVER + found + ";";
    }

    private static @Nullable String part(String position, String name) {
        for (String part : position.split(";")) {
            if (part.startsWith(name)) {
                return part.substring(name.length());
            }
        }
        return null;
    }

    private String kind() {
        return mariaDb ? BINLOG_POSITION : EXECUTED;
    }

    @Override
    public Map<String, Object> offset() {
        String place = from.substring(0, Math.max(0, from.indexOf(';')));
        int colon = place.lastIndexOf(':');
        Map<String, Object> offset = new HashMap<>();
        offset.put("file", colon < 0 ? "" : place.substring(0, colon));
        offset.put("pos", colon < 0 ? 0L : Long.parseLong(place.substring(colon + 1)));
        String gtids = part(from, kind());
        offset.put(GTIDS, gtids == null ? "" : gtids);
        return offset;
    }

    @Override
    public SourcePosition end(SourceRecord end) {
        Struct value = (Struct) end.value();
        return behind(before(end), value.getString("id"));
    }

    @Override
    public SourcePosition endOfStatement(SourceRecord statement) {
        Struct source = ((Struct) statement.value()).getStruct("source");
        return behind(before(statement), source.getString("gtid"));
    }

    private SourcePosition behind(String gtids, String own) {
        return known(source.parsePosition(server + kind() + (gtids.isEmpty() ? own : gtids + "," + own)));
    }

    /** Of what the history has beyond this place, Debezium makes nothing when it starts from there. */
    private SourcePosition known(SourcePosition place) {
        List<String> records = KeptSchemaHistory.of(run);
        if (records.size() != packedRecords) {
            packedRecords = records.size();
            packed = HistoryPosition.pack(records);
        }
        return new HistoryPosition(place, packed);
    }

    private static String before(SourceRecord record) {
        Object gtids = record.sourceOffset().get(GTIDS);
        return gtids == null ? "" : gtids.toString();
    }

    @Override
    public Optional<SourcePosition> passed(SourceRecord record) {
        SourcePosition now = source.currentPosition();
        String place =
                record.sourceOffset().get("file") + ":" + record.sourceOffset().get("pos") + ";";
        if (now.encode().startsWith(place)) {
            return Optional.of(known(now));
        }
        String gtids = before(record);
        return gtids.isEmpty() ? Optional.empty() : Optional.of(known(source.parsePosition(server + kind() + gtids)));
    }

    /** The server keeps its log by age. */
    @Override
    public Map<String, Object> acknowledgement(SourcePosition durable) {
        return Map.of();
    }
}

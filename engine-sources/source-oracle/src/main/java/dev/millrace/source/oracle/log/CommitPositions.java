package dev.millrace.source.oracle.log;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import dev.millrace.source.debezium.connector.HistoryPosition;
import dev.millrace.source.debezium.connector.KeptSchemaHistory;
import dev.millrace.source.debezium.connector.LogPositions;
import dev.millrace.source.oracle.position.OraclePosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Places behind commits, as Debezium's offsets have them: {@code scn} is the number behind which it mines, below which no transaction is open, and
 * {@code commit_scn} tells for each redo thread up to which commit it has told everything. A run that starts from the place of a commit mines what was open
 * there again from its beginning, see {@link Resumption}, and leaves out what was committed before. Belongs to one thread.
 */
final class CommitPositions implements LogPositions {
    private static final String MINED = "scn";
    private static final String COMMITTED = "commit_scn";

    private final SourcePosition from;
    private final Resumption resumption;
    private final String run;
    private final String nothingTold;
    private int packedRecords = -1;
    private String packed = "";

    /** @param threads the redo threads that there are */
    CommitPositions(SourcePosition from, String run, List<Integer> threads) {
        this.from = from;
        this.resumption = Resumption.of(from);
        this.run = run;
        this.nothingTold = everythingAt(resumption.toldFrom(), threads);
    }

    @Override
    public Map<String, Object> offset() {
        Map<String, Object> offset = new HashMap<>();
        offset.put(MINED, Long.toString(resumption.minedFrom()));
        offset.put(COMMITTED, nothingTold);
        return offset;
    }

    /** Debezium leaves out what lies before a number; of what lies at it, only named transactions. */
    private static String everythingAt(long scn, List<Integer> threads) {
        StringJoiner all = new StringJoiner(",");
        for (int thread : threads) {
            all.add(scn + 1 + ":" + thread + ":");
        }
        return all.toString();
    }

    @Override
    public SourcePosition end(SourceRecord end) {
        return place(end)
                .orElseThrow(() -> new ReplicationException(
                        ErrorCode.SOURCE_LOG_UNREADABLE, "Debezium tells the end of a transaction without its place"));
    }

    @Override
    public SourcePosition endOfStatement(SourceRecord statement) {
        return end(statement);
    }

    @Override
    public Optional<SourcePosition> passed(SourceRecord record) {
        return place(record).map(place -> isPassed(place) ? from : place);
    }

    /** Each redo thread counts for itself. */
    @Override
    public boolean isPassed(SourcePosition end) {
        OraclePosition place = resumption.place();
        OraclePosition told = (OraclePosition) HistoryPosition.placeOf(end);
        return place.commits().isEmpty()
                ? place.covers(told)
                : ToldCommits.of(place.commits()).contain(ToldCommits.of(told.commits()));
    }

    private Optional<SourcePosition> place(SourceRecord record) {
        if (!(record.sourceOffset().get(COMMITTED) instanceof String commits) || commits.isEmpty()) {
            return Optional.empty();
        }
        if (commits.equals(nothingTold)) {
            return Optional.of(from);
        }
        return Optional.of(known(new OraclePosition(
                ToldCommits.of(commits).last(),
                commits,
                minedFrom(record),
                resumption.place().incarnation())));
    }

    /** A definition moves Debezium's number to its own, where it has to be read again if its commit is not passed yet. */
    private long minedFrom(SourceRecord record) {
        long mined = Long.parseLong(String.valueOf(record.sourceOffset().get(MINED)));
        return Math.max(mined - 1, resumption.minedFrom());
    }

    /** Shapes that tables got behind the place are no part of its history, though the run may know them already. */
    private SourcePosition known(OraclePosition place) {
        List<String> records = KeptSchemaHistory.of(run).stream()
                .filter(record -> TableHistory.committedAt(record) <= place.scn())
                .toList();
        if (records.size() != packedRecords) {
            packedRecords = records.size();
            packed = HistoryPosition.pack(records);
        }
        return new HistoryPosition(place, packed);
    }

    /** The server keeps its log by age. */
    @Override
    public Map<String, Object> acknowledgement(SourcePosition durable) {
        return Map.of();
    }
}

package dev.millrace.source.oracle.log;

import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.debezium.connector.HistoryPosition;
import dev.millrace.source.debezium.connector.KeptSchemaHistory;
import dev.millrace.source.oracle.server.ServerErrors;
import io.debezium.config.Configuration;
import io.debezium.connector.oracle.OracleConnection;
import io.debezium.connector.oracle.OracleConnectorConfig;
import io.debezium.document.DocumentWriter;
import io.debezium.relational.Tables;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.relational.history.TableChanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What tables look like, in the form in which Debezium keeps it. */
final class TableHistory {
    private static final Pattern COMMITTED = Pattern.compile("\"commit_scn\":\"([0-9a-z:,-]+)\"");

    private TableHistory() {}

    /**
     * What the dictionary says of these tables now, packed as positions carry it.
     *
     * @param begunAt from which number on the log tells what becomes of them
     */
    static String now(Map<String, String> properties, List<TableSchema> tables, long begunAt) {
        OracleConnectorConfig config = new OracleConnectorConfig(Configuration.from(properties));
        try (OracleConnection connection = new OracleConnection(config, true)) {
            if (config.getPdbName() != null) {
                connection.setSessionToPdb(config.getPdbName());
            }
            return HistoryPosition.pack(records(connection, config, tables, begunAt));
        } catch (SQLException failure) {
            throw ServerErrors.of("reading the tables' definitions", failure);
        }
    }

    private static List<String> records(
            OracleConnection connection, OracleConnectorConfig config, List<TableSchema> tables, long begunAt)
            throws SQLException {
        Set<TableId> wanted = tables.stream().map(TableSchema::id).collect(Collectors.toSet());
        Tables found = new Tables();
        for (String schema :
                tables.stream().map(table -> table.id().schema()).collect(Collectors.toCollection(TreeSet::new))) {
            connection.readSchema(
                    found, null, schema, id -> wanted.contains(new TableId(id.schema(), id.table())), null, false);
        }
        List<String> records = new ArrayList<>();
        for (io.debezium.relational.TableId id : found.tableIds()) {
            records.add(text(new HistoryRecord(
                    Map.of("server", KeptSchemaHistory.ANY_RUN),
                    Map.of("scn", "0", "commit_scn", begunAt + ":1:"),
                    config.getCatalogName(),
                    id.schema(),
                    "",
                    new TableChanges().create(found.forTable(id)),
                    Instant.EPOCH)));
        }
        return records;
    }

    private static String text(HistoryRecord record) {
        try {
            return DocumentWriter.defaultWriter().write(record.document());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The number from which on definitions are kept; 0 if nothing is. */
    static long begunAt(List<String> records) {
        return records.stream().mapToLong(TableHistory::committedAt).min().orElse(0);
    }

    /** The number at which the shape that a record tells became current. */
    static long committedAt(String record) {
        Matcher committed = COMMITTED.matcher(record);
        return committed.find() ? ToldCommits.of(committed.group(1)).last() : 0;
    }
}

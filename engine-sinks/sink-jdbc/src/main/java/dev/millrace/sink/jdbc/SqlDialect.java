package dev.millrace.sink.jdbc;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.TlsFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The words of one relational target. It only makes text and judges errors; it never talks to a server, so that every statement can
 * be compared with a golden file.
 *
 * <p>Wanted schemas are in the words of the source's family. Implementations are immutable and thread-safe.
 */
public interface SqlDialect {

    EngineFamily family();

    /** The name in quotes, with quotes inside it doubled; every identifier in every statement goes through here. */
    String quote(String identifier);

    /** The quoted, schema-qualified name. */
    default String table(TableId id) {
        return quote(id.schema()) + "." + quote(id.table());
    }

    /** Where control tables go when {@code ControlSchema} is empty (dms-reference §1.6). */
    String defaultControlSchema();

    /**
     * The statements that make one control table, and its schema if missing; each may be run again without harm.
     *
     * @param control which table
     * @param id where it goes
     */
    List<String> createControlTable(ControlTable control, TableId id);

    /** What is put behind a {@code SELECT} so that the rows it finds can't change before the transaction ends. */
    String shareLock();

    /**
     * The column's type as the target declares it: word for word within a family, by the documented table otherwise.
     *
     * @throws dev.millrace.error.ReplicationException {@code TYPE_NOT_REPRESENTABLE}
     */
    String columnType(TableSchema wanted, ColumnSchema column);

    /** Makes the schema if missing, and the table with its columns and its primary key and nothing else. */
    List<String> createTable(TableSchema wanted);

    default String truncateTable(TableId id) {
        return "TRUNCATE TABLE " + table(id);
    }

    default String dropTable(TableId id) {
        return "DROP TABLE IF EXISTS " + table(id);
    }

    /** The statements for {@code changes}, which is not empty. */
    List<String> alterTable(TableSchema wanted, TableChanges changes);

    /** Adds a unique key that the table does not have. */
    String addUniqueKey(TableSchema wanted, KeySchema key);

    /** The name that the target gives to an index called {@code sourceName} on the source, within its length and its name space. */
    String indexName(TableSchema wanted, String sourceName);

    /** Makes an index that the table does not have; empty if the target has no words for it. */
    Optional<String> addIndex(TableSchema wanted, IndexSchema index);

    /** Adds a foreign key that the table does not have and whose parent exists. */
    String addForeignKey(TableSchema wanted, ForeignKeySchema key);

    /** Gives columns the defaults and identities that {@code wanted} has and {@code target} lacks; identities start behind the largest value. */
    List<String> completeColumns(TableSchema wanted, TableSchema target);

    /** What kind of failure it is, from SQLState and vendor code. */
    ErrorCode classify(SQLException failure);

    /** Why an encrypted connection was not made; empty if the failure is about something else. */
    Optional<TlsFailure> tlsFailure(SQLException failure);

    /**
     * The server's words about the failure without any value of a row (law 9), and what to do about it if this alone tells, such as
     * the {@code GRANT} that is missing.
     */
    String explain(SQLException failure);
}

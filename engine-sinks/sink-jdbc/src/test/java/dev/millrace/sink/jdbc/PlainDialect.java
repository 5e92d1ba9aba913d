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

/** The least that a dialect can be. */
final class PlainDialect implements SqlDialect {

    @Override
    public EngineFamily family() {
        return EngineFamily.POSTGRES;
    }

    @Override
    public String quote(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }

    @Override
    public String defaultControlSchema() {
        return "home";
    }

    @Override
    public List<String> createControlTable(ControlTable control, TableId id) {
        return List.of("CREATE TABLE " + table(id));
    }

    @Override
    public String shareLock() {
        return "FOR SHARE";
    }

    @Override
    public String columnType(TableSchema wanted, ColumnSchema column) {
        return column.nativeType();
    }

    @Override
    public List<String> createTable(TableSchema wanted) {
        return List.of("CREATE TABLE " + table(wanted.id()));
    }

    @Override
    public List<String> alterTable(TableSchema wanted, TableChanges changes) {
        return List.of("ALTER TABLE " + table(wanted.id()));
    }

    @Override
    public String addUniqueKey(TableSchema wanted, KeySchema key) {
        return "ADD KEY " + key.name();
    }

    @Override
    public String indexName(TableSchema wanted, String sourceName) {
        return sourceName;
    }

    @Override
    public Optional<String> addIndex(TableSchema wanted, IndexSchema index) {
        return Optional.empty();
    }

    @Override
    public String addForeignKey(TableSchema wanted, ForeignKeySchema key) {
        return "ADD FOREIGN KEY " + key.name();
    }

    @Override
    public List<String> completeColumns(TableSchema wanted, TableSchema target) {
        return List.of();
    }

    @Override
    public ErrorCode classify(SQLException failure) {
        return SqlErrors.classifyByState(failure);
    }

    @Override
    public Optional<TlsFailure> tlsFailure(SQLException failure) {
        return TlsFailure.of(failure);
    }

    @Override
    public String explain(SQLException failure) {
        return "SQLState " + failure.getSQLState();
    }
}

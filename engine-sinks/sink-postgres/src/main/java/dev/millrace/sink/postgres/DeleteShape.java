package dev.millrace.sink.postgres;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.Row;
import dev.millrace.sink.postgres.encode.ArrayEncoder;
import dev.millrace.sink.postgres.encode.ParameterEncoder;
import dev.millrace.spi.sink.ChangeSet;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deleted rows of a table with a key: one array of keys if it has one column, otherwise staged and joined. */
final class DeleteShape implements ChangeShape {
    private static final int LARGEST_KEPT_BUFFER = 4 * 1024 * 1024;

    private final ApplySession session;
    private final @Nullable ArrayEncoder arrayEncoder;
    private final String anyStatement;
    private final ParameterEncoder parameters;
    private final RowBatch batch;
    private final StagedRows staged;
    private final String stagedStatement;
    private ByteBuilder array = new ByteBuilder();
    private @Nullable PreparedStatement prepared;

    DeleteShape(ApplySession session, TableBinding binding) {
        this.session = session;
        List<String> key = binding.names(binding.key());
        int first = binding.key()[0];
        ColumnSchema column = binding.targetColumn(first);
        // an array of arrays is one array with more dimensions, so = ANY would look at its elements
        boolean single = key.size() == 1 && column.type().kind() != Kind.ARRAY;
        arrayEncoder = single ? new ArrayEncoder(binding.wanted(), first) : null;
        anyStatement = ApplySql.deleteAny(binding.id(), key.get(0), withoutModifier(column.nativeType()));
        parameters = new ParameterEncoder(binding.wanted(), binding.key());
        batch = new RowBatch(session, ApplySql.delete(binding.id(), key));
        staged = new StagedRows(session, binding, binding.key(), new int[0]);
        stagedStatement = ApplySql.deleteFromStage(staged.name(), binding.id(), key);
    }

    @Override
    public int apply(ChangeSet changes) throws SQLException {
        if (arrayEncoder != null) {
            return deleteAny(arrayEncoder, changes.identities());
        }
        if (changes.size() < BULK_ROWS) {
            batch.clear();
            for (Row identity : changes.identities()) {
                batch.bind(parameters, identity);
                batch.add();
            }
            return batch.execute();
        }
        staged.fill(changes.identities(), List.of());
        return session.execute(stagedStatement);
    }

    @Override
    public void close() throws SQLException {
        batch.close();
        staged.close();
        if (prepared != null) {
            prepared.close();
        }
    }

    private int deleteAny(ArrayEncoder encoder, List<Row> identities) throws SQLException {
        array.clear();
        encoder.append(identities, array);
        PreparedStatement statement = prepared;
        if (statement == null) {
            statement = session.prepare(anyStatement);
            prepared = statement;
        }
        statement.setObject(1, array.toString(), Types.OTHER);
        if (array.array().length > LARGEST_KEPT_BUFFER) {
            array = new ByteBuilder();
        }
        return statement.executeUpdate();
    }

    /** A cast to {@code varchar(3)[]} would cut longer keys, which then match what they must not; {@code char} alone means one letter. */
    private static String withoutModifier(String type) {
        int open = type.indexOf('(');
        if (open < 0 || type.startsWith("\"")) {
            return type;
        }
        return switch (type.substring(0, open)) {
            case "character" -> "bpchar";
            case "bit" -> "bit varying";
            default -> type.substring(0, open) + type.substring(type.indexOf(')', open) + 1);
        };
    }
}

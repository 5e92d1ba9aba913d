package dev.millrace.sink.mysql;

import dev.millrace.sink.jdbc.FencedChangeWriter;
import dev.millrace.sink.jdbc.TargetTransaction;
import dev.millrace.spi.sink.ChangeSet;

/** {@link ChangeStatements} in fenced transactions. */
final class MySqlChangeWriter extends FencedChangeWriter<WriterSession> {
    MySqlChangeWriter(TargetTransaction<WriterSession> transaction) {
        super(transaction);
    }

    @Override
    public int apply(ChangeSet changes) {
        String doing = switch (changes.kind()) {
            case INSERT -> "can't insert into table ";
            case UPSERT -> "can't insert into or update table ";
            case UPDATE -> "can't update table ";
            case DELETE -> "can't delete from table ";
            case TRUNCATE -> "can't empty table ";
        };
        return transaction()
                .<Integer>run(
                        doing + changes.table().id(),
                        session -> new ChangeStatements(session, session.layout(changes.table())).apply(changes));
    }
}

package dev.millrace.sink.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Turns a statement that was built from row values into what JDBC takes. */
final class StatementText {
    private StatementText() {}

    /** Refuses bytes that are not UTF-8, which JDBC would replace in silence. */
    static String of(ByteBuilder statement) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(statement.array(), 0, statement.size()))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new ReplicationException(
                    ErrorCode.TARGET_VALUE_REFUSED,
                    "a text of a row is not valid UTF-8, so it can't be stored",
                    malformed);
        }
    }
}

package dev.millrace.source.sqlserver.log;

import dev.millrace.source.sqlserver.log.RoundEnds.RoundEnd;
import dev.millrace.source.sqlserver.position.LogSequenceNumber;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoundEndsTest {
    private static final String LAST_TRANSACTION = "the last transaction?";

    private final Server server = new Server();
    private final RoundEnds ends = new RoundEnds(place(10));

    private static LogSequenceNumber place(int number) {
        return LogSequenceNumber.parse("%020d".formatted(number));
    }

    private RoundEnd next() throws SQLException {
        return ends.next(server.connection(), LAST_TRANSACTION);
    }

    /** By the time of another question a capture may have begun that was not there for this one. */
    @Test
    void roundEndsAtTheTransactionThatWasTheLastBeforeCapturesWereAskedFor() throws SQLException {
        server.transactions.add(place(20));
        server.captures.add(null);

        assertThat(next()).isEqualTo(new RoundEnd(place(20), false));
        assertThat(server.asked).containsExactly(LAST_TRANSACTION, ReaderQuestions.nextCapture(place(10)));
    }

    @Test
    void roundEndsBehindACaptureThatBeginsWithinIt() throws SQLException {
        server.transactions.addAll(List.of(place(20), place(20)));
        server.captures.addAll(Arrays.asList(place(15), null, null));

        assertThat(next()).isEqualTo(new RoundEnd(place(15).next(), true));
        assertThat(next()).isEqualTo(new RoundEnd(place(20), false));
    }

    @Test
    void captureBehindTheLastTransactionIsOfALaterRound() throws SQLException {
        server.transactions.add(place(20));
        server.captures.add(place(20));

        assertThat(next()).isEqualTo(new RoundEnd(place(20), false));
    }

    @Test
    void logWithoutTransactionsHasNoEnd() throws SQLException {
        server.transactions.add(null);
        server.captures.add(null);

        assertThat(next()).isEqualTo(new RoundEnd(null, false));
        assertThat(ReaderQuestions.answered(null)).isEqualTo("SELECT CAST(NULL AS binary(10))");
    }

    /** Answers each question with the next place that it has for it. */
    private static final class Server {
        private final LinkedList<@Nullable LogSequenceNumber> transactions = new LinkedList<>();
        private final LinkedList<@Nullable LogSequenceNumber> captures = new LinkedList<>();
        private final List<String> asked = new ArrayList<>();

        Connection connection() {
            return as(Connection.class, (proxy, method, arguments) -> {
                String sql = String.valueOf(arguments[0]);
                asked.add(sql);
                LogSequenceNumber answer = (sql.equals(LAST_TRANSACTION) ? transactions : captures).removeFirst();
                return statement(answer == null ? null : answer.digits());
            });
        }

        private static PreparedStatement statement(@Nullable String digits) {
            Deque<Boolean> rows = new ArrayDeque<>(List.of(true, false));
            ResultSetMetaData columns = as(
                    ResultSetMetaData.class,
                    (proxy, method, arguments) -> method.getName().equals("getColumnCount") ? 1 : Types.VARCHAR);
            ResultSet result = as(ResultSet.class, (proxy, method, arguments) -> switch (method.getName()) {
                case "next" -> rows.removeFirst();
                case "getMetaData" -> columns;
                case "getString" -> digits;
                default -> null;
            });
            return as(PreparedStatement.class, (proxy, method, arguments) -> switch (method.getName()) {
                case "execute" -> true;
                case "getResultSet" -> result;
                default -> null;
            });
        }

        private static <T> T as(Class<T> type, InvocationHandler answers) {
            return type.cast(
                    Proxy.newProxyInstance(RoundEndsTest.class.getClassLoader(), new Class<?>[] {type}, answers));
        }
    }
}

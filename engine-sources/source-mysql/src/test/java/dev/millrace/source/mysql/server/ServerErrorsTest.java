package dev.millrace.source.mysql.server;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ServerErrorsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1045 | 28000 | Access denied | SOURCE_AUTHENTICATION_FAILED | check user and password",
                "1142 | 42000 | SELECT command denied | SOURCE_GRANT_MISSING | GRANT SELECT",
                "1227 | 42000 | Access denied; you need REPLICATION SLAVE | SOURCE_GRANT_MISSING | GRANT REPLICATION SLAVE",
                "1040 | 08004 | Too many connections | SOURCE_UNREACHABLE | failed",
                "2013 | 08S01 | Lost connection | SOURCE_CONNECTION_LOST | failed",
                "1317 | 70100 | Query execution was interrupted | SOURCE_CONNECTION_LOST | failed",
                "1789 | HY000 | purged required GTIDs | SOURCE_LOG_PURGED | binlog_expire_logs_seconds",
                "1236 | HY000 | Could not find first log file name in binary log index file | SOURCE_LOG_PURGED | binlog_expire_logs_seconds",
                "1236 | HY000 | Could not find GTID state requested by slave in any binlog files. Probably the slave state is too old and required binlog files have been purged. | SOURCE_LOG_PURGED | reload",
                "1236 | HY000 | Slave has more GTIDs than the master has | SOURCE_HISTORY_CHANGED | reload",
                "1236 | HY000 | requested start from GTID 0-1-9, which is not in the master's binlog | SOURCE_HISTORY_CHANGED | reload",
                "1236 | HY000 | Client requested master to start replication from impossible position | SOURCE_HISTORY_CHANGED | reload",
                "1236 | HY000 | A slave with the same server_uuid/server_id as this slave has connected | SOURCE_SETTING_WRONG | ServerId",
                "1236 | HY000 | log event entry exceeded max_allowed_packet | SOURCE_SETTING_WRONG | SET GLOBAL max_allowed_packet",
                "1236 | HY000 | Binary log is not open | SOURCE_SETTING_WRONG | log_bin",
                "1236 | HY000 | bogus data in log event | SOURCE_LOG_UNREADABLE | reload",
                "1064 | 42000 | You have an error in your SQL syntax | SOURCE_FAILED | failed"
            })
    void eachErrorHasItsCodeAndRemedy(int number, String state, String message, ErrorCode code, String remedy) {
        ReplicationException error = ServerErrors.classify("doing it", number, state, message, null);
        assertThat(error)
                .returns(code, ReplicationException::code)
                .hasMessageContaining("doing it failed: " + message)
                .hasMessageContaining(remedy);
    }

    @Test
    void factsAreReadFromVariables() {
        ServerFacts mariaDb = new ServerFacts(Map.of("version", "5.5.5-10.11.6-MariaDB-log", "log_bin", "ON"));
        assertThat(mariaDb)
                .returns(true, ServerFacts::isMariaDb)
                .returns(101106, ServerFacts::version)
                .returns("", ServerFacts::uuid)
                .returns(true, ServerFacts::numbersTransactions);
        ServerFacts mySql =
                new ServerFacts(Map.of("version", "8.0.31", "gtid_mode", "ON_PERMISSIVE", "server_uuid", "u"));
        assertThat(mySql)
                .returns(false, ServerFacts::isMariaDb)
                .returns(80031, ServerFacts::version)
                .returns("u", ServerFacts::uuid)
                .returns(false, ServerFacts::numbersTransactions);
    }

    @Test
    void scriptsAreSplitOutsideOfQuotes() {
        assertThat(ScriptSplitter.split("SET a = 'x;y'; ; SET `b;` = \";\" ;"))
                .containsExactly("SET a = 'x;y'", "SET `b;` = \";\"");
    }
}

package dev.millrace.source.mysql.server;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ServerFactsTest {

    @ParameterizedTest
    @CsvSource({
        "8.0.31, MYSQL, 80031",
        "8.4.3-log, MYSQL, 80403",
        "9.7.4-2, MYSQL, 90704",
        "8.0.mysql_aurora.3.05.2, MYSQL, 80000",
        "10.11.19-MariaDB-deb12u1-log, MARIADB, 101119",
        "5.5.5-10.6.12-MariaDB, MARIADB, 100612",
        "11.4.5-MariaDB-log, MARIADB, 110405"
    })
    void versions(String text, Flavor flavor, int number) {
        ServerFacts facts = new ServerFacts(Map.of("version", text));
        assertThat(facts.flavor()).isEqualTo(flavor);
        assertThat(facts.version()).isEqualTo(number);
    }

    /** MySQL 9.6 has the variable and logs what foreign keys do, unless they are left to the storage engine. */
    @Test
    void cascadesInTheLog() {
        assertThat(new ServerFacts(Map.of("innodb_native_foreign_keys", "OFF")).logsCascades())
                .isTrue();
        assertThat(new ServerFacts(Map.of("innodb_native_foreign_keys", "ON")).logsCascades())
                .isFalse();
        assertThat(new ServerFacts(Map.of()).logsCascades()).isFalse();
    }
}

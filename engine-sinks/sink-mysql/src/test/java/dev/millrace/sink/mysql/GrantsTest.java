package dev.millrace.sink.mysql;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GrantsTest {
    private static final Set<String> NEEDED = Set.of("INSERT", "DROP");

    @Test
    void grantsOnEverythingOrOnTheDatabaseCount() {
        assertThat(missing("GRANT ALL PRIVILEGES ON *.* TO `a`@`%` WITH GRANT OPTION"))
                .isEmpty();
        assertThat(missing("GRANT USAGE ON *.* TO `a`@`%`", "GRANT INSERT, DROP ON `shop`.* TO `a`@`%`"))
                .isEmpty();
        assertThat(missing("GRANT INSERT ON *.* TO `a`@`%`", "GRANT DROP ON `s%`.* TO `a`@`%`"))
                .isEmpty();
        assertThat(missing("GRANT INSERT, DROP ON `sho\\_p`.* TO `a`@`%`")).containsExactly("DROP", "INSERT");
        assertThat(missing("GRANT INSERT ON `other`.* TO `a`@`%`")).containsExactly("DROP", "INSERT");
    }

    @Test
    void rolesAndGrantsOnTablesLeaveItToTheServer() {
        assertThat(missing("GRANT USAGE ON *.* TO `a`@`%`", "GRANT `writer`@`%` TO `a`@`%`"))
                .isEmpty();
        assertThat(missing("GRANT INSERT ON `shop`.`items` TO `a`@`%`")).isEmpty();
    }

    @Test
    void statementNamesTheUser() {
        Grants grants = new Grants(List.of("GRANT USAGE ON *.* TO `a`@`10.%` IDENTIFIED BY PASSWORD '*1'"));
        assertThat(grants.statement("sh`op", grants.missing("shop", NEEDED)))
                .isEqualTo("GRANT DROP, INSERT ON `sh``op`.* TO 'a'@'10.%'");
    }

    private static Set<String> missing(String... lines) {
        return new Grants(List.of(lines)).missing("shop", NEEDED);
    }
}

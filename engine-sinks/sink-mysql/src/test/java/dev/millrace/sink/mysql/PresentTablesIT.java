package dev.millrace.sink.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.millrace.sink.mysql.TargetFixture.column;
import static dev.millrace.sink.mysql.TargetFixture.primary;
import static dev.millrace.sink.mysql.TargetFixture.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Target tables that were there before the task are judged by what they can hold. */
@ParameterizedClass
@EnumSource(TargetServer.class)
class PresentTablesIT extends TargetTest {
    private static final TableSchema WANTED = table(EngineFamily.POSTGRES, "present")
            .column(column("id", Kind.INT4, "integer").notNull())
            .column(column("amount", DataType.numeric(18, 2), "numeric(18,2)"))
            .column(column("ratio", Kind.REAL8, "double precision"))
            .column(column("hash", Kind.BYTES, "bytea"))
            .column(column("note", Kind.CLOB, "text"))
            .primaryKey(primary("id"))
            .build();

    PresentTablesIT(TargetServer server) {
        super(server);
    }

    @BeforeEach
    void dropTable() throws SQLException {
        target.run("CREATE DATABASE IF NOT EXISTS shop; DROP TABLE IF EXISTS shop.present");
    }

    @Test
    void tableThatTheSinkMadeFitsAndSoDoesNone() {
        assertThat(target.sink.checkPresent(List.of(WANTED))).isEmpty();
        target.sink.createTable(WANTED);
        assertThat(target.sink.checkPresent(List.of(WANTED))).isEmpty();
    }

    @Test
    void namesOfColumnsHaveNoCaseAndExtraColumnsMayBeLeftOut() throws SQLException {
        target.run(
                "CREATE TABLE shop.present (ID int PRIMARY KEY, Amount decimal(20,4), ratio double, hash varbinary(64),"
                        + " note text, mine int, state enum('new', 'old') NOT NULL, made timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP)");

        assertThat(target.sink.checkPresent(List.of(WANTED))).isEmpty();
    }

    @Test
    void missingColumnsAndThoseThatNobodyFillsAreNamedWithTheirStatements() throws SQLException {
        target.run(
                "CREATE TABLE shop.present (id int PRIMARY KEY, ratio double, note longtext, must varchar(9) NOT NULL)");

        List<Finding> findings = target.sink.checkPresent(List.of(WANTED));

        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.code()).isEqualTo(ErrorCode.TARGET_TABLE_MISMATCH);
            assertThat(finding.severity()).isEqualTo(Finding.Severity.BLOCKING);
        });
        assertThat(findings)
                .extracting(Finding::problem)
                .containsExactly(
                        "target table shop.present lacks the columns amount, hash",
                        "target table shop.present has column must, which must have a value, but the source has no such column");
        mendAsTold(findings);
    }

    @Test
    void typesThatRoundOrPadWithoutAWarningAreRefused() throws SQLException {
        target.run(
                "CREATE TABLE shop.present (id int PRIMARY KEY, amount int, ratio float, hash binary(20), note text)");

        List<Finding> findings = target.sink.checkPresent(List.of(WANTED));

        assertThat(findings).extracting(Finding::code).containsOnly(ErrorCode.TYPE_NOT_REPRESENTABLE);
        assertThat(findings)
                .extracting(Finding::problem)
                .satisfiesExactly(
                        amount -> assertThat(amount).contains("column amount", "numeric(18,2)"),
                        ratio -> assertThat(ratio).contains("column ratio", "is float", "double precision"),
                        hash -> assertThat(hash).contains("column hash", "is binary(20)", "bytea"));
        assertThatThrownBy(() -> target.loadInto(WANTED, List.of(Rows.of(1, "1.5", null, null, null))))
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TYPE_NOT_REPRESENTABLE));
        mendAsTold(findings);
    }

    /** The server really does what the check warns of, or there would be no need to refuse it. */
    @Test
    void serverRoundsAndPadsInSilence() throws SQLException {
        target.run("SET sql_mode = 'STRICT_ALL_TABLES'");
        target.run(
                "CREATE TABLE shop.present (id int PRIMARY KEY, amount int, ratio float, hash binary(3), code char(3))");

        target.run("INSERT INTO shop.present VALUES (1, '1.5', '1.0000000001', 'x', 'y ')");

        assertThat(target.query("SHOW WARNINGS")).isEmpty();
        assertThat(target.query("SELECT amount, ratio, HEX(hash), HEX(code) FROM shop.present"))
                .containsExactly("2|1|780000|79");
    }

    @Test
    void fixedLengthTakesNoTextWhoseTrailingBlanksCount() throws SQLException {
        TableSchema wanted = table(EngineFamily.POSTGRES, "present")
                .column(column("id", Kind.INT4, "integer").notNull())
                .column(column("a", DataType.ofLength(Kind.STRING, 5), "character varying(5)"))
                .column(column("b", Kind.CLOB, "text"))
                .column(column("c", DataType.ofLength(Kind.STRING, 5), "character(5)"))
                .column(column("d", Kind.UUID, "uuid"))
                .column(column("e", DataType.ofLength(Kind.STRING, 1), "\"char\""))
                .primaryKey(primary("id"))
                .build();
        target.run(
                "CREATE TABLE shop.present (id int PRIMARY KEY, a char(5), b char(5), c char(5), d char(36), e char(1))");

        List<Finding> findings = target.sink.checkPresent(List.of(wanted));

        assertThat(findings).extracting(Finding::code).containsOnly(ErrorCode.TYPE_NOT_REPRESENTABLE);
        assertThat(findings)
                .extracting(Finding::problem)
                .satisfiesExactly(
                        a -> assertThat(a).contains("column a", "is char(5)", "character varying(5)"),
                        b -> assertThat(b).contains("column b", "is char(5)", "text"),
                        e -> assertThat(e).contains("column e", "is char(1)"));
        for (Finding finding : findings) {
            target.run(finding.remedy().substring("run: ".length()));
        }
        assertThat(target.sink.checkPresent(List.of(wanted))).isEmpty();
        target.loadInto(wanted, List.of(Rows.of(1, "a ", "b  ", "c", null, " ")));
        assertThat(target.query(
                        "SELECT CONCAT(a, '.'), CONCAT(b, '.'), CONCAT(c, '.'), CONCAT(e, '.') FROM shop.present"))
                .containsExactly("a .|b  .|c.| .");
    }

    @Test
    void fixedLengthOfTheSameFamilyIsTakenAndVaryingIsNot() throws SQLException {
        TableSchema wanted = table(EngineFamily.MYSQL, "present")
                .column(column("id", Kind.INT4, "int").notNull())
                .column(column("a", DataType.ofLength(Kind.STRING, 3), "char(3)"))
                .column(column("b", DataType.ofLength(Kind.STRING, 5), "varchar(5)"))
                .primaryKey(primary("id"))
                .build();
        target.run("CREATE TABLE shop.present (id int PRIMARY KEY, a char(5), b char(5))");

        assertThat(target.sink.checkPresent(List.of(wanted)))
                .extracting(Finding::problem)
                .satisfiesExactly(b -> assertThat(b).contains("column b", "is char(5)", "varchar(5)"));
    }

    private void mendAsTold(List<Finding> findings) throws SQLException {
        for (Finding finding : findings) {
            assertThat(finding.remedy()).startsWith("run: ALTER TABLE `shop`.`present` ");
            target.run(finding.remedy().substring("run: ".length()));
        }
        assertThat(target.sink.checkPresent(List.of(WANTED))).isEmpty();
        target.loadInto(WANTED, List.of(Rows.of(1, "1.25", "0.1", new byte[] {1}, "x")));
        assertThat(target.query("SELECT id, amount, ratio, HEX(hash), note FROM shop.present"))
                .containsExactly("1|1.25|0.1|01|x");
    }
}

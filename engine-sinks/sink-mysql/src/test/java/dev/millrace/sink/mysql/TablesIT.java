package dev.millrace.sink.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Finding;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.Sink;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.millrace.sink.mysql.Rows.ABSENT;
import static dev.millrace.sink.mysql.TargetFixture.column;
import static dev.millrace.sink.mysql.TargetFixture.insert;
import static dev.millrace.sink.mysql.TargetFixture.primary;
import static dev.millrace.sink.mysql.TargetFixture.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Target tables are made, changed, completed and checked. */
@ParameterizedClass
@EnumSource(TargetServer.class)
class TablesIT extends TargetTest {
    TablesIT(TargetServer server) {
        super(server);
    }

    @Test
    void generatedColumnsAreLeftToTheTarget() throws SQLException {
        TableSchema generated = table(EngineFamily.MYSQL, "generated")
                .column(new ColumnSchema(
                        "id", DataType.of(Kind.INT4), "int", false, Fill.IDENTITY, null, WireForm.CANONICAL))
                .column(column("a", Kind.INT4, "int"))
                .column(new ColumnSchema(
                        "b", DataType.of(Kind.INT4), "int", true, Fill.GENERATED, "(a + 1) STORED", WireForm.CANONICAL))
                .primaryKey(primary("id"))
                .build();
        target.load(generated, List.of(Rows.of(0, 1, ABSENT), Rows.of(7, 2, ABSENT)));
        apply(insert(generated, List.of(Rows.of(9, 4, ABSENT))));
        assertThat(target.sink.completeTables(List.of(generated))).isEmpty();
        target.run("INSERT INTO shop.generated (a) VALUES (5)");
        assertThat(target.query("SELECT * FROM shop.generated ORDER BY id"))
                .containsExactly("0|1|2", "7|2|3", "9|4|5", "10|5|6");
        assertThat(target.sink.describe(generated.id()).orElseThrow().column(2).fill())
                .isEqualTo(Fill.GENERATED);
    }

    @Test
    void completionAddsKeysIndexesAndForeignKeysOnce() throws SQLException {
        TableSchema parent = table(EngineFamily.POSTGRES, "parents")
                .column(column("id", Kind.INT4, "integer").notNull())
                .column(column("code", Kind.CLOB, "text"))
                .primaryKey(primary("id"))
                .uniqueKeys(List.of(new KeySchema("parents_code_key", List.of("code"))))
                .build();
        TableSchema child = table(EngineFamily.POSTGRES, "children")
                .column(column("id", Kind.INT4, "integer").notNull())
                .column(column("parent", Kind.INT4, "integer"))
                .column(column("note", Kind.CLOB, "text"))
                .primaryKey(primary("id"))
                .indexes(List.of(
                        new IndexSchema(
                                "children_note",
                                List.of("note"),
                                false,
                                "CREATE INDEX children_note ON children USING btree (note)"),
                        new IndexSchema(
                                "children_gin",
                                List.of("note"),
                                false,
                                "CREATE INDEX children_gin ON children USING gin (note)")))
                .foreignKeys(List.of(new ForeignKeySchema(
                        "parent_fkey", List.of("parent"), parent.id(), List.of("id"), "CASCADE", "NO ACTION", false)))
                .build();
        target.sink.dropTable(child.id());
        target.load(parent, List.of(Rows.of(1, "a"), Rows.of(2, "A")));
        target.load(child, List.of(Rows.of(1, 1, "n")));
        for (int pass = 0; pass < 2; pass++) {
            List<Finding> findings = target.sink.completeTables(List.of(child, parent));
            assertThat(findings)
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.problem()).contains("children_gin"));
        }
        TableSchema made = target.sink.describe(child.id()).orElseThrow();
        assertThat(made.indexes()).extracting(IndexSchema::name).contains("children_note");
        assertThat(made.foreignKeys()).singleElement().satisfies(key -> {
            assertThat(key.parent()).isEqualTo(parent.id());
            assertThat(key.onDelete()).isEqualTo("CASCADE");
        });
        assertThatThrownBy(() -> apply(insert(child, List.of(Rows.of(2, 99, "orphan")))))
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_CONSTRAINT_VIOLATED));
        assertThatThrownBy(() -> apply(insert(
                        child,
                        IntStream.range(2, 200)
                                .mapToObj(i -> Rows.of(i, 99, "orphan"))
                                .toList())))
                .hasMessageContaining("refers to");
    }

    @Test
    void tablesGrowAndShrinkWithTheSource() throws SQLException {
        TableSchema known = ITEMS.toBuilder()
                .id(new TableId(TargetFixture.DATABASE, "growing"))
                .build();
        target.load(known, items(0, 2));
        TableSchema wanted = known.toBuilder()
                .columns(List.of(
                        known.column(0),
                        column("name", DataType.ofLength(Kind.STRING, 200), "varchar(200)"),
                        column("added", Kind.INT4, "int")))
                .build();
        target.sink.alterTable(known, wanted);
        target.sink.alterTable(known, wanted);
        TableSchema made = target.sink.describe(wanted.id()).orElseThrow();
        assertThat(made.columns()).extracting(ColumnSchema::name).containsExactly("id", "name", "added");
        apply(insert(wanted, List.of(Rows.of(5, "x".repeat(200), 1))));
        assertThat(target.single("SELECT LENGTH(name) FROM shop.growing WHERE id = 5"))
                .isEqualTo("200");
    }

    @Test
    void allTablesGoToOneDatabaseIfAskedFor() throws SQLException {
        Map<String, String> settings = Map.of("TargetDbType", "SPECIFIC_DATABASE", "DatabaseName", "one");
        try (TargetFixture one = new TargetFixture(server, "one", settings)) {
            one.load(ITEMS, items(0, 2));
            assertThat(one.single("SELECT COUNT(*) FROM one.items")).isEqualTo("2");
        }
    }

    @Test
    void checkNamesWhatIsMissing() throws SQLException {
        assertThat(target.sink.check(List.of(ITEMS))).isEmpty();
        target.run("CREATE DATABASE IF NOT EXISTS shop; DROP USER IF EXISTS 'poor'@'%';"
                + " CREATE USER 'poor'@'%' IDENTIFIED BY 'poor'; GRANT SELECT, INSERT ON `shop`.* TO 'poor'@'%'");
        TableSchema numeric = table(EngineFamily.POSTGRES, "numbers")
                .column(column("id", Kind.NUMERIC, "numeric").notNull())
                .column(column("ID", Kind.CLOB, "text"))
                .primaryKey(primary("id"))
                .build();
        List<Finding> findings = new ArrayList<>();
        try (Sink poor = new MySqlSinkFactory()
                .open(
                        new Endpoint(
                                "mariadb",
                                server.host(),
                                server.port(),
                                "",
                                "poor",
                                new Secret("poor"),
                                SslMode.NONE,
                                null,
                                EndpointSettings.none()),
                        new TaskContext("poor", "", Clock.systemUTC(), Path.of("state")))) {
            findings.addAll(poor.check(List.of(numeric)));
            assertThatThrownBy(() -> poor.taskStore().acquire())
                    .isInstanceOfSatisfying(
                            ReplicationException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_GRANT_MISSING))
                    .hasMessageContaining("GRANT ");
        }
        assertThat(findings)
                .extracting(Finding::remedy)
                .anySatisfy(remedy -> assertThat(remedy).startsWith("GRANT ").contains("ON `shop`.* TO 'poor'@'%'"))
                .anySatisfy(remedy -> assertThat(remedy).startsWith("GRANT ").contains("ON `awsdms_control`.*"));
        assertThat(findings)
                .extracting(Finding::code)
                .contains(ErrorCode.TYPE_NOT_REPRESENTABLE, ErrorCode.TARGET_TABLE_MISMATCH);
    }
}

package dev.millrace.sink.mysql.dialect;

import dev.millrace.error.ErrorCode;
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
import dev.millrace.sink.jdbc.ControlTable;
import dev.millrace.sink.jdbc.TableChanges;
import dev.millrace.sink.mysql.Golden;
import dev.millrace.spi.Finding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MySqlDialectTest {
    private static final MySqlDialect MYSQL = new MySqlDialect(ServerVersion.parse("8.0.31"));
    private static final MySqlDialect MARIADB = new MySqlDialect(ServerVersion.parse("10.6.12-MariaDB-log"));
    private static final TableId PARENT = new TableId("public", "parent");

    private static final TableSchema POSTGRES = TableSchema.builder(
                    new TableId("public", "Odd `name`"), EngineFamily.POSTGRES)
            .column(filled("id", Kind.INT8, "bigint", Fill.IDENTITY, "nextval('s'::regclass)")
                    .notNull())
            .column(filled("flag", Kind.BOOLEAN, "boolean", Fill.DEFAULT, "true"))
            .column(column("small", DataType.of(Kind.INT2), "smallint"))
            .column(column("amount", DataType.numeric(12, 2), "numeric(12,2)"))
            .column(column("thousands", DataType.numeric(3, -3), "numeric(3,-3)"))
            .column(column("tiny", DataType.numeric(2, 5), "numeric(2,5)"))
            .column(column("any", DataType.of(Kind.NUMERIC), "numeric"))
            .column(column("huge", DataType.numeric(100, 50), "numeric(100,50)"))
            .column(column("f4", DataType.of(Kind.REAL4), "real"))
            .column(column("f8", DataType.of(Kind.REAL8), "double precision"))
            .column(filled("code", Kind.CLOB, "text", Fill.DEFAULT, "'it''s'::text")
                    .notNull())
            .column(new ColumnSchema(
                    "name",
                    DataType.ofLength(Kind.STRING, 200),
                    "character varying(200)",
                    true,
                    Fill.DEFAULT,
                    "'x'::character varying",
                    WireForm.CANONICAL))
            .column(column("wide", DataType.ofLength(Kind.STRING, 20000), "character varying(20000)"))
            .column(column("free", DataType.of(Kind.CLOB), "text"))
            .column(column("raw", DataType.of(Kind.BLOB), "bytea"))
            .column(column("fixed", DataType.ofLength(Kind.BIT, 8), "bit(8)"))
            .column(column("varying", DataType.ofLength(Kind.BIT, 8), "bit varying(8)"))
            .column(column("long bits", DataType.ofLength(Kind.BIT, 100), "bit(100)"))
            .column(column("d", DataType.of(Kind.DATE), "date"))
            .column(column("t", DataType.of(Kind.TIME), "time without time zone"))
            .column(column("tz", DataType.of(Kind.TIME_TZ), "time with time zone"))
            .column(filled("at", Kind.TIMESTAMP_TZ, "timestamp with time zone", Fill.DEFAULT, "now()"))
            .column(column("at3", DataType.ofScale(Kind.DATETIME, 3), "timestamp(3) without time zone"))
            .column(column("span", DataType.of(Kind.INTERVAL), "interval"))
            .column(column("doc", DataType.of(Kind.JSON), "jsonb"))
            .column(column("markup", DataType.of(Kind.XML), "xml"))
            .column(column("uid", DataType.of(Kind.UUID), "uuid"))
            .column(column("mood", DataType.ofLabels(Kind.ENUM, List.of("sad", "happy")), "mood"))
            .column(column("list", DataType.of(Kind.ARRAY), "text[]"))
            .column(column("address", DataType.of(Kind.OTHER), "inet"))
            .primaryKey(new KeySchema("pk", List.of("id", "code")))
            .uniqueKeys(List.of(new KeySchema("uk", List.of("name"))))
            .build();

    private static final TableSchema MYSQL_SOURCE = TableSchema.builder(
                    new TableId("shop", "items"), EngineFamily.MYSQL)
            .column(filled("id", Kind.UINT4, "int unsigned", Fill.IDENTITY, null)
                    .notNull())
            .column(filled(
                    "name",
                    Kind.STRING,
                    "varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci",
                    Fill.DEFAULT,
                    "'x'"))
            .column(filled("total", Kind.INT4, "int", Fill.GENERATED, "(`id` + 1) VIRTUAL"))
            .column(filled(
                            "at",
                            Kind.TIMESTAMP_TZ,
                            "timestamp",
                            Fill.DEFAULT,
                            "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP")
                    .notNull())
            .column(filled("bare", Kind.TIMESTAMP_TZ, "timestamp", Fill.DEFAULT, null)
                    .notNull())
            .column(filled("renewed", Kind.DATETIME, "datetime", Fill.DEFAULT, "NULL ON UPDATE CURRENT_TIMESTAMP"))
            .column(filled("kept", Kind.DATETIME, "datetime", Fill.DEFAULT, "NULL ON UPDATE CURRENT_TIMESTAMP")
                    .notNull())
            .primaryKey(new KeySchema("PRIMARY", List.of("id")))
            .build();

    @Test
    void createsTables() {
        Golden.assertMatches("create-from-postgres.sql", MYSQL.createTable(POSTGRES));
        Golden.assertMatches("create-from-postgres-mariadb.sql", MARIADB.createTable(POSTGRES));
        Golden.assertMatches("create-from-mysql.sql", MYSQL.createTable(MYSQL_SOURCE));
        Golden.assertMatches("create-from-mysql-mariadb.sql", MARIADB.createTable(MYSQL_SOURCE));
    }

    @Test
    void makesControlTables() {
        List<String> statements = new ArrayList<>();
        for (ControlTable control : ControlTable.values()) {
            statements.addAll(MYSQL.createControlTable(control, new TableId("awsdms_control", control.tableName())));
        }
        Golden.assertMatches("control-tables.sql", statements);
    }

    @Test
    void altersAndCompletes() {
        TableChanges changes = new TableChanges(
                List.of(column("extra", DataType.of(Kind.CLOB), "text")),
                List.of("gone"),
                List.of(column("name", DataType.ofLength(Kind.STRING, 300), "character varying(300)")),
                List.of("flag", "name"));
        TableSchema wanted = POSTGRES.toBuilder().column(changes.added().get(0)).build();
        List<String> statements = new ArrayList<>(MYSQL.alterTable(wanted, changes));
        statements.add(MYSQL.addUniqueKey(POSTGRES, POSTGRES.uniqueKeys().get(0)));
        statements.add(MYSQL.addForeignKey(
                POSTGRES,
                new ForeignKeySchema("fk", List.of("small"), PARENT, List.of("id"), "SET NULL", "NO ACTION", true)));
        statements.add(MYSQL.addForeignKey(
                MYSQL_SOURCE,
                new ForeignKeySchema("fk", List.of("total"), PARENT, List.of("id"), "RESTRICT", "CASCADE", false)));
        for (IndexSchema index : List.of(
                new IndexSchema("i1", List.of("free", "name"), false, "CREATE INDEX i1 ON t USING btree (free, name)"),
                new IndexSchema("x".repeat(70), List.of("d"), true, "CREATE UNIQUE INDEX i2 ON t USING btree (d)"))) {
            statements.add(MYSQL.addIndex(POSTGRES, index).orElseThrow());
        }
        for (String definition : List.of(
                "KEY `i3` (`name`(10), `id` DESC)",
                "FULLTEXT KEY `i3` (`name`)",
                "CREATE UNIQUE INDEX `i3` ON `shop`.`items` ((lower(`name`)))")) {
            statements.add(MYSQL.addIndex(MYSQL_SOURCE, new IndexSchema("i3", List.of(), false, definition))
                    .orElseThrow());
        }
        Golden.assertMatches("alter.sql", statements);
    }

    @Test
    void indexesOfOtherKindsHaveNoCounterpart() {
        for (String definition : List.of(
                "CREATE INDEX i ON t USING gin (free)",
                "CREATE UNIQUE INDEX i ON t USING btree (name) WHERE flag",
                "CREATE INDEX i ON t USING btree (doc)")) {
            String column = definition.contains("doc") ? "doc" : "name";
            assertThat(MYSQL.addIndex(POSTGRES, new IndexSchema("i", List.of(column), false, definition)))
                    .as(definition)
                    .isEmpty();
        }
        assertThat(MYSQL.addIndex(POSTGRES, new IndexSchema("i", List.of(), true, "CREATE INDEX i ON t (lower(name))")))
                .isEmpty();
    }

    @Test
    void rowsThatWouldBeTooWideKeepTheirStringsAsLargeObjects() {
        TableSchema.Builder wide = TableSchema.builder(PARENT, EngineFamily.POSTGRES);
        for (int i = 0; i < 6; i++) {
            wide.column(column("c" + i, DataType.ofLength(Kind.STRING, 4000 + i), "character varying"));
        }
        String create = MYSQL.createTable(wide.build()).get(1);
        assertThat(create).contains("`c5` longtext", "`c4` longtext", "`c3` varchar(4003)");
    }

    @Test
    void collationsTravelBetweenTheTwoServers() {
        ServerVersion newer = ServerVersion.parse("11.4.5-MariaDB");
        ServerVersion mysql = ServerVersion.parse("8.4.0");
        assertThat(NativeTypes.adapt("text CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs", newer))
                .isEqualTo("text CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_nopad_as_cs");
        assertThat(NativeTypes.adapt("text CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci", mysql))
                .isEqualTo("text CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci");
        assertThat(NativeTypes.adapt("varchar(9) CHARACTER SET latin1 COLLATE latin1_nopad_bin", mysql))
                .isEqualTo("varchar(9) CHARACTER SET latin1 COLLATE latin1_bin");
        assertThat(NativeTypes.adapt("inet6", mysql)).isEqualTo("varchar(39) CHARACTER SET ascii COLLATE ascii_bin");
        assertThat(NativeTypes.adapt("uuid", newer)).isEqualTo("uuid");
    }

    @Test
    void versionsAreRead() {
        assertThat(ServerVersion.parse("5.5.5-10.6.12-MariaDB-1:10.6.12"))
                .isEqualTo(new ServerVersion(true, 10, 6, 12));
        assertThat(ServerVersion.parse("9.7.4").isSupported()).isTrue();
        assertThat(ServerVersion.parse("8.0.18").isSupported()).isFalse();
        assertThat(ServerVersion.parse("10.5.9-MariaDB").isSupported()).isFalse();
    }

    @Test
    void errorsAreSortedAndWordedWithoutValues() {
        assertError(
                1062,
                "Duplicate entry 'secret' for key 'items.PRIMARY'",
                ErrorCode.TARGET_CONSTRAINT_VIOLATED,
                "for key items.PRIMARY");
        assertError(
                1366,
                "Incorrect string value: '\\xFFsecret' for column 'name' at row 3",
                ErrorCode.TARGET_VALUE_REFUSED,
                "for column name in row 3");
        assertError(
                1366,
                "Incorrect string value: '\\xFFsecret' for column `b`.`u`.`t` at row 1",
                ErrorCode.TARGET_VALUE_REFUSED,
                "in row 1");
        assertError(
                1452,
                "Cannot add or update a child row: a foreign key constraint fails (`shop`.`c`, CONSTRAINT `fk` FOREIGN KEY (`p`) REFERENCES `p` (`id`))",
                ErrorCode.TARGET_CONSTRAINT_VIOLATED,
                "foreign key fk");
        assertError(1213, "Deadlock found", ErrorCode.TARGET_LOCK_CONFLICT, "deadlock");
        assertError(1205, "Lock wait timeout exceeded", ErrorCode.TARGET_LOCK_CONFLICT, "lock");
        assertError(1114, "The table 't' is full", ErrorCode.TARGET_RESOURCE_EXHAUSTED, "make room");
        assertError(
                1045,
                "Access denied for user 'a'@'b' (using password: YES)",
                ErrorCode.TARGET_AUTHENTICATION_FAILED,
                "Access denied");
        assertError(
                1044,
                "Access denied for user 'app'@'%' to database 'awsdms_control'",
                ErrorCode.TARGET_GRANT_MISSING,
                "ON `awsdms_control`.* TO 'app'@'%'");
        assertError(
                1142,
                "INSERT command denied to user 'app'@'localhost' for table 'items'",
                ErrorCode.TARGET_GRANT_MISSING,
                "GRANT INSERT ON <its database>.`items` TO 'app'@'localhost'");
        assertError(
                1142,
                "DROP command denied to user 'app'@'%' for table `shop`.`items`",
                ErrorCode.TARGET_GRANT_MISSING,
                "GRANT DROP ON `shop`.`items` TO 'app'@'%'");
        assertError(1146, "Table 'a.b' doesn't exist", ErrorCode.TARGET_TABLE_MISSING, "doesn't exist");
        assertError(2013, "Lost connection", ErrorCode.TARGET_CONNECTION_LOST, "Lost");
    }

    @Test
    void namesAndColumnsThatMySqlCannotHaveBlock() {
        TableSchema odd = TableSchema.builder(new TableId("public", "t".repeat(65)), EngineFamily.POSTGRES)
                .column(column("a", DataType.of(Kind.INT4), "integer"))
                .column(column("A", DataType.of(Kind.INT4), "integer"))
                .build();
        List<Finding> findings = new TableAssessment(MYSQL).findings(List.of(odd, POSTGRES));
        assertThat(findings)
                .filteredOn(finding -> finding.severity() == Finding.Severity.BLOCKING)
                .hasSize(2);
        assertThat(findings)
                .filteredOn(finding -> finding.code() == ErrorCode.TYPE_NOT_REPRESENTABLE)
                .extracting(Finding::problem)
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem).contains("column any "))
                .anySatisfy(problem -> assertThat(problem).contains("column huge "))
                .anySatisfy(
                        problem -> assertThat(problem).contains("column code ").contains("varchar(255)"));
    }

    private static void assertError(int number, String message, ErrorCode code, String words) {
        SQLException failure = new SQLException("(conn=7) " + message, "HY000", number);
        assertThat(MYSQL.classify(failure)).as(message).isEqualTo(code);
        assertThat(MYSQL.explain(failure)).contains(words).doesNotContain("secret");
    }

    private static ColumnSchema column(String name, DataType type, String nativeType) {
        return ColumnSchema.of(name, type, nativeType);
    }

    private static ColumnSchema filled(
            String name, Kind kind, String nativeType, Fill fill, @Nullable String expression) {
        return new ColumnSchema(name, DataType.of(kind), nativeType, true, fill, expression, WireForm.CANONICAL);
    }
}

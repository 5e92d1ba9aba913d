package dev.millrace.source.mysql;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.RowIdentity;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.Source;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Tables as the catalogue tells them. */
class CatalogueIT {

    @ParameterizedTest
    @EnumSource(
            value = TestServer.class,
            names = {"MYSQL", "MARIADB"})
    void tellsColumnsKeysAndIndexes(TestServer server) {
        String database = server.newDatabase();
        server.run(
                "CREATE TABLE " + database + ".parent (a INT, b INT, PRIMARY KEY (b, a))",
                "CREATE TABLE " + database
                        + ".child (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, x INT NOT NULL, y INT,"
                        + " name VARCHAR(40) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'it''s', state ENUM('on','o''ff') DEFAULT 'on',"
                        + " price DECIMAL(10,3) DEFAULT 1.5, made DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3), doubled INT AS (price * 2) STORED,"
                        + " flag TINYINT(1), notes TEXT, seen TIMESTAMP NULL,"
                        + " UNIQUE KEY u (x, name), UNIQUE KEY part (name(5)), KEY i (y, name(3)), FULLTEXT KEY f (notes),"
                        + " CONSTRAINT fk FOREIGN KEY (y, x) REFERENCES parent (b, a) ON DELETE CASCADE ON UPDATE RESTRICT)",
                "CREATE TABLE " + database + ".nokey (a INT, UNIQUE KEY u (a))",
                "CREATE TABLE " + database + ".uniquekey (a INT NOT NULL, UNIQUE KEY u (a))",
                "CREATE VIEW " + database + ".v AS SELECT 1");
        try (Source source = server.open()) {
            List<TableSchema> tables = source.tables(id -> id.schema().equals(database));
            assertThat(tables)
                    .extracting(table -> table.id().table())
                    .containsExactly("child", "nokey", "parent", "uniquekey");
            TableSchema child = tables.get(0);
            assertThat(child.columns())
                    .extracting(ColumnSchema::name)
                    .containsExactly(
                            "id", "x", "y", "name", "state", "price", "made", "doubled", "flag", "notes", "seen");
            assertThat(child.columns())
                    .extracting(column -> column.type().kind())
                    .containsExactly(
                            Kind.UINT8,
                            Kind.INT4,
                            Kind.INT4,
                            Kind.STRING,
                            Kind.ENUM,
                            Kind.NUMERIC,
                            Kind.DATETIME,
                            Kind.INT4,
                            Kind.INT1,
                            Kind.CLOB,
                            Kind.TIMESTAMP_TZ);
            assertThat(child.column(0).fill()).isEqualTo(Fill.IDENTITY);
            assertThat(child.column(0).nullable()).isFalse();
            assertThat(child.column(3).nativeType()).isEqualTo("varchar(40) CHARACTER SET latin1 COLLATE latin1_bin");
            assertThat(child.column(3).expression()).isEqualTo("'it''s'");
            assertThat(child.column(4).type().labels()).containsExactly("on", "o'ff");
            assertThat(child.column(5).type())
                    .returns(10, type -> type.precision())
                    .returns(3, type -> type.scale());
            assertThat(child.column(6).expression()).isEqualToIgnoringCase("current_timestamp(3)");
            assertThat(child.column(6).type().scale()).isEqualTo(3);
            assertThat(child.column(7).fill()).isEqualTo(Fill.GENERATED);
            assertThat(child.column(7).expression()).contains("`price` * 2");
            assertThat(child.column(8).expression()).isNull();
            assertThat(child.primaryKey()).contains(new KeySchema("PRIMARY", List.of("id")));
            assertThat(child.uniqueKeys()).containsExactly(new KeySchema("u", List.of("x", "name")));
            String on = " ON `" + database + "`.`child` ";
            assertThat(child.indexes())
                    .extracting(IndexSchema::definition)
                    .contains(
                            "CREATE INDEX `i`" + on + "(`y`, `name`(3))",
                            "CREATE UNIQUE INDEX `part`" + on + "(`name`(5))",
                            "CREATE FULLTEXT INDEX `f`" + on + "(`notes`)");
            assertThat(child.foreignKeys())
                    .containsExactly(new ForeignKeySchema(
                            "fk",
                            List.of("y", "x"),
                            new TableId(database, "parent"),
                            List.of("b", "a"),
                            "CASCADE",
                            "RESTRICT",
                            false));
            assertThat(child.rowIdentity()).isEqualTo(RowIdentity.FULL);
            assertThat(tables.get(1).identifyingKey()).isEmpty();
            assertThat(tables.get(2).primaryKey()).contains(new KeySchema("PRIMARY", List.of("b", "a")));
            assertThat(tables.get(3).identifyingKey()).contains(new KeySchema("u", List.of("a")));
            assertThat(source.tables(id -> true))
                    .noneMatch(table -> List.of("mysql", "sys", "information_schema")
                            .contains(table.id().schema()));
        }
    }
}

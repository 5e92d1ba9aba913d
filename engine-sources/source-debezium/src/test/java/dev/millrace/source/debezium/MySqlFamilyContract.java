package dev.millrace.source.debezium;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import dev.millrace.spi.source.Source;
import dev.millrace.testing.contract.source.SourceContract;
import dev.millrace.testing.contract.source.SourceFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract of sources, the log read by Debezium, and what is peculiar to these connectors. */
abstract class MySqlFamilyContract extends SourceContract {

    @Test
    void nameThatDebeziumDoesNotQuoteIsRefused() {
        try (SourceFixture fixture = newFixture();
                Source source = fixture.open("names")) {
            for (String name : List.of("back`tick", "select ? ä 'x'")) {
                TableId id = new TableId(fixture.schema(), name);
                fixture.createTable(TableSchema.builder(id, EngineFamily.MYSQL)
                        .column(ColumnSchema.of("id", DataType.of(Kind.INT8), "bigint")
                                .notNull())
                        .primaryKey(new KeySchema("PRIMARY", List.of("id")))
                        .build());
            }
            List<Finding> findings =
                    source.check(source.tables(id -> id.schema().equals(fixture.schema())), true);
            assertThat(findings)
                    .filteredOn(finding -> finding.severity() == Finding.Severity.BLOCKING)
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.problem()).contains("back`tick"));
        }
    }

    /** Law 5: the change of value that nobody can see any more is told before it happens. */
    @Test
    void zeroDatesThatDebeziumChangesAreToldAtStart() {
        try (SourceFixture fixture = newFixture();
                Source source = fixture.open("dates")) {
            TableId id = new TableId(fixture.schema(), "days");
            fixture.createTable(TableSchema.builder(id, EngineFamily.MYSQL)
                    .column(ColumnSchema.of("id", DataType.of(Kind.INT8), "bigint")
                            .notNull())
                    .column(ColumnSchema.of("day", DataType.of(Kind.DATE), "date"))
                    .primaryKey(new KeySchema("PRIMARY", List.of("id")))
                    .build());
            List<TableSchema> tables = source.tables(id::equals);
            assertThat(source.check(tables, false)).isEmpty();
            assertThat(source.check(tables, true)).singleElement().satisfies(finding -> {
                assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
                assertThat(finding.problem()).contains("[day]").contains("1970-01-01");
            });
        }
    }
}

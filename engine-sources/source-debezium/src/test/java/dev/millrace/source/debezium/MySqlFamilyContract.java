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
import dev.millrace.testing.contract.source.ChangeEventContract;
import dev.millrace.testing.contract.source.HandOverContract;
import dev.millrace.testing.contract.source.PositionContract;
import dev.millrace.testing.contract.source.SourceConnectionContract;
import dev.millrace.testing.contract.source.SourceFixture;
import dev.millrace.testing.contract.source.SourceTransactionContract;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the contract of sources says of the log, and of the way from a load to it. Catalogue, chunks and snapshots are those of the native source,
 * which keeps its contract beside it; the catalogue's names of any kind have a backtick, and Debezium's connectors put such names into statements
 * as they are.
 */
abstract class MySqlFamilyContract {

    abstract SourceFixture newFixture();

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

    @Nested
    class HandOver extends HandOverContract {
        @Override
        protected SourceFixture newFixture() {
            return MySqlFamilyContract.this.newFixture();
        }
    }

    @Nested
    class Transactions extends SourceTransactionContract {
        @Override
        protected SourceFixture newFixture() {
            return MySqlFamilyContract.this.newFixture();
        }
    }

    @Nested
    class Changes extends ChangeEventContract {
        @Override
        protected SourceFixture newFixture() {
            return MySqlFamilyContract.this.newFixture();
        }
    }

    @Nested
    class Positions extends PositionContract {
        @Override
        protected SourceFixture newFixture() {
            return MySqlFamilyContract.this.newFixture();
        }
    }

    @Nested
    class Connections extends SourceConnectionContract {
        @Override
        protected SourceFixture newFixture() {
            return MySqlFamilyContract.this.newFixture();
        }
    }
}

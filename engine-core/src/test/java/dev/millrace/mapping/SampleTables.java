package dev.millrace.mapping;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.util.List;

/** Tables that the tests of this package map. */
final class SampleTables {
    static final TableSchema ORDERS = TableSchema.builder(new TableId("sales", "orders"), EngineFamily.POSTGRES)
            .column(column("id").notNull())
            .column(column("customer"))
            .column(column("number").notNull())
            .column(column("note"))
            .primaryKey(new KeySchema("orders_pkey", List.of("id")))
            .uniqueKeys(List.of(new KeySchema("orders_number", List.of("number", "customer"))))
            .foreignKeys(List.of(new ForeignKeySchema(
                    "orders_customer",
                    List.of("customer"),
                    new TableId("crm", "customers"),
                    List.of("id"),
                    "CASCADE",
                    "NO ACTION",
                    true)))
            .indexes(List.of(
                    new IndexSchema(
                            "plain", List.of("customer", "note"), false, "CREATE INDEX plain ON sales.orders …"),
                    new IndexSchema("partial", List.of("note"), true, "CREATE UNIQUE INDEX partial … WHERE …"),
                    new IndexSchema("expression", List.of(), false, "CREATE INDEX expression … (lower(note))")))
            .build();

    private SampleTables() {}

    private static ColumnSchema column(String name) {
        return ColumnSchema.of(name, DataType.of(DataType.Kind.INT4), "integer");
    }
}

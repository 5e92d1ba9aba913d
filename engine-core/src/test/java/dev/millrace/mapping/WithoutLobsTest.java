package dev.millrace.mapping;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WithoutLobsTest {
    private static final SelectionRule ALL = SelectionRule.include(1, "%", "%");
    private static final ColumnSchema WORD =
            ColumnSchema.of("word", DataType.of(Kind.CLOB), "text").notNull();
    private static final ColumnSchema BODY = ColumnSchema.of("body", DataType.of(Kind.CLOB), "text");
    private static final ColumnSchema TITLE =
            ColumnSchema.of("title", DataType.ofLength(Kind.STRING, 9), "character varying(9)");
    private static final TableSchema NOTES = TableSchema.builder(new TableId("s", "notes"), EngineFamily.POSTGRES)
            .columns(List.of(BODY, WORD, TITLE))
            .primaryKey(new KeySchema("notes_pkey", List.of("word")))
            .uniqueKeys(List.of(
                    new KeySchema("notes_body", List.of("body")), new KeySchema("notes_title", List.of("title"))))
            .indexes(List.of(
                    new IndexSchema("of_body", List.of("body"), false, "CREATE INDEX of_body …"),
                    new IndexSchema("of_title", List.of("title"), false, "CREATE INDEX of_title …")))
            .build();

    private final TableMappings mappings = new WithoutLobs(MappingRules.of(ALL));

    @Test
    void leavesOutLargeObjectsWithTheirKeysAndIndexesButNotTheKeyOfTheRows() {
        TableRoute route = mappings.route(NOTES);

        assertThat(route.wanted().columns()).extracting(ColumnSchema::name).containsExactly("word", "title");
        assertThat(route.sourceOrdinal(0)).isEqualTo(1);
        assertThat(route.wanted().primaryKey()).isPresent();
        assertThat(route.wanted().uniqueKeys()).extracting(KeySchema::name).containsExactly("notes_title");
        assertThat(route.wanted().indexes()).extracting(IndexSchema::name).containsExactly("of_title");
    }

    @Test
    void goesByTheNameOnTheSourceAndKeepsAddedColumns() {
        TableMappings renamed = new WithoutLobs(MappingRules.of(
                ALL,
                TransformationRule.ofColumn(2, "%", "%", "%", new Transformation.Uppercase()),
                TransformationRule.ofColumn(
                        3,
                        "%",
                        "%",
                        "%",
                        new Transformation.AddColumn(
                                ColumnSchema.of("origin", DataType.of(Kind.CLOB), ""), new AddedValue.Text("here")))));

        TableRoute route = renamed.route(NOTES);

        assertThat(route.wanted().columns()).extracting(ColumnSchema::name).containsExactly("WORD", "TITLE", "origin");
        assertThat(route.isAdded(2)).isTrue();
    }

    @Test
    void aTableOfNothingButLargeObjectsIsRefused() {
        TableSchema table = TableSchema.builder(new TableId("s", "blobs"), EngineFamily.POSTGRES)
                .column(BODY)
                .build();

        assertThatThrownBy(() -> mappings.route(table))
                .isInstanceOfSatisfying(
                        ReplicationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MAPPING_INVALID))
                .hasMessageContaining("s.blobs")
                .hasMessageContaining("SupportLobs");
    }

    @Test
    void otherTablesStayAsTheyAre() {
        TableSchema table = TableSchema.builder(new TableId("s", "titles"), EngineFamily.POSTGRES)
                .column(TITLE)
                .build();

        assertThat(mappings.route(table).wanted().columns()).containsExactly(TITLE);
    }
}

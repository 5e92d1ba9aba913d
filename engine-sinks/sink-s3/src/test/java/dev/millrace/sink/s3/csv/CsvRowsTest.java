package dev.millrace.sink.s3.csv;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.file.FileBody;
import dev.millrace.sink.s3.file.Image;
import dev.millrace.spi.EndpointSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static dev.millrace.testing.contract.TextRows.ABSENT;
import static dev.millrace.testing.contract.TextRows.row;
import static org.assertj.core.api.Assertions.assertThat;

class CsvRowsTest {
    private static final TableSchema TABLE = TableSchema.builder(new TableId("s", "t"), EngineFamily.POSTGRES)
            .columns(List.of(
                    ColumnSchema.of("id", DataType.of(Kind.INT4), "integer"),
                    ColumnSchema.of("a,name", DataType.of(Kind.CLOB), "text"),
                    ColumnSchema.of("flag", DataType.of(Kind.BOOLEAN), "boolean"),
                    ColumnSchema.of("raw", DataType.of(Kind.BLOB), "bytea")))
            .build();

    @Test
    void writesNamesAndValues() throws IOException {
        CsvRows rows = rows(Map.of("AddColumnName", "true"));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        FileBody body = rows.open(file);
        ByteBuilder out = new ByteBuilder();
        rows.append(List.of("I"), row(TABLE, "1", "say \"hi\"\n", "t", "00ff"), null, Image.WHOLE, out);
        rows.append(List.of("I"), row(TABLE, "2", "", "f", null), null, Image.WHOLE, out);
        rows.append(List.of("I"), row(TABLE, "3", null, null, ""), null, Image.WHOLE, out);
        body.write(out.array(), 0, out.size());
        assertThat(file).hasToString("""
                Op,id,"a,name",flag,raw
                I,1,"say ""hi""
                ",true,00ff
                I,2,,false,NULL
                I,3,NULL,NULL,
                """);
    }

    @Test
    void anEmptyNullValueIsToldFromAnEmptyText() {
        ByteBuilder out = new ByteBuilder();
        rows(Map.of("CsvNullValue", "")).append(List.of(), row(TABLE, "1", "", "t", null), null, Image.WHOLE, out);
        assertThat(out).hasToString("1,\"\",true,\n");
    }

    @Test
    void delimitersAreTheUsers() {
        ByteBuilder out = new ByteBuilder();
        rows(Map.of("CsvDelimiter", "\\t", "CsvRowDelimiter", "\\r\\n", "Rfc4180", "false"))
                .append(List.of(), row(TABLE, "1", "a\"b", "t", "01"), null, Image.WHOLE, out);
        assertThat(out).hasToString("1\ta\"b\ttrue\t01\r\n");
    }

    @Test
    void theOldRowGivesWhatTheNewOneLacks() {
        ByteBuilder out = new ByteBuilder();
        Row after = row(TABLE, "1", ABSENT, "t", "01");
        rows(Map.of()).append(List.of("U"), after, row(TABLE, "1", "kept", "f", "02"), Image.WHOLE, out);
        assertThat(out).hasToString("U,1,kept,true,01\n");
    }

    @Test
    void aMissingValueIsRefusedAndLeavesNoTrace() {
        ByteBuilder out = new ByteBuilder().append("before");
        CsvRows rows = rows(Map.of());
        Row after = row(TABLE, "1", ABSENT, "t", "01");
        assertThat(failsWith(
                        ErrorCode.TARGET_VALUE_REFUSED, () -> rows.append(List.of("U"), after, null, Image.WHOLE, out)))
                .hasMessageContaining("column a,name of table s.t")
                .hasMessageContaining("REPLICA IDENTITY FULL");
        assertThat(out).hasToString("before");
    }

    @Test
    void aMissingValueMayHaveATextOfItsOwn() {
        ByteBuilder out = new ByteBuilder();
        rows(Map.of("UseCsvNoSupValue", "true", "CsvNoSupValue", "??"))
                .append(List.of("U"), row(TABLE, "1", ABSENT, "t", "01"), null, Image.WHOLE, out);
        assertThat(out).hasToString("U,1,??,true,01\n");
        failsWith(ErrorCode.SETTING_INVALID, () -> rows(Map.of("UseCsvNoSupValue", "true")));
    }

    @Test
    void ofADeletedRowTheKeyIsEnough() {
        ByteBuilder out = new ByteBuilder();
        rows(Map.of()).append(List.of("D"), row(TABLE, "1", ABSENT, ABSENT, ABSENT), null, Image.DELETED, out);
        assertThat(out).hasToString("D,1,NULL,NULL,NULL\n");
    }

    private static CsvRows rows(Map<String, String> settings) {
        return new CsvRows(TABLE, List.of("Op"), CsvSettings.of(new EndpointSettings(settings)), false);
    }
}

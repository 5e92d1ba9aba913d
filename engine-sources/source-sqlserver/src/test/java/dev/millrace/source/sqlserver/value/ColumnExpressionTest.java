package dev.millrace.source.sqlserver.value;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The words themselves, since the emulation knows only what they mean: they call methods of the server's own classes. */
class ColumnExpressionTest {

    private static String asked(String nativeType) {
        return ColumnExpression.of("it]s", nativeType);
    }

    @Test
    void columnsOfCommonTypesAreAskedForByName() {
        assertThat(asked("xml")).isEqualTo("[it]]s]");
        assertThat(asked("timestamp")).isEqualTo("[it]]s]");
    }

    @Test
    void hierarchyIsToldAsItsPath() {
        assertThat(asked("hierarchyid")).isEqualTo("[it]]s].ToString()");
    }

    /** SRID 104001, the unit sphere, needs three bytes; STAsBinary would leave out heights and measures. */
    @Test
    void shapeKeepsItsReferenceSystemAndAllCoordinates() {
        assertThat(asked("geography"))
                .isEqualTo("CAST([it]]s].STSrid % 256 AS binary(1)) + CAST([it]]s].STSrid / 256 % 256 AS binary(1))"
                        + " + CAST([it]]s].STSrid / 65536 AS binary(1)) + 0x00 + [it]]s].AsBinaryZM()");
    }

    @Test
    void variantIsToldByTheTypeOfEachValue() {
        assertThat(asked("sql_variant"))
                .startsWith("CASE CAST(SQL_VARIANT_PROPERTY([it]]s], 'BaseType') AS sysname)")
                .contains(" WHEN 'float' THEN CONVERT(nvarchar(max), CAST([it]]s] AS float), 3)")
                .contains(" WHEN 'money' THEN CONVERT(nvarchar(max), CAST([it]]s] AS money), 2)")
                .contains(" WHEN 'datetimeoffset' THEN CONVERT(nvarchar(max), CAST([it]]s] AS datetimeoffset), 121)")
                .contains(" WHEN 'binary' THEN CONVERT(nvarchar(max), CAST([it]]s] AS varbinary(8000)), 1)")
                .contains(" WHEN 'varchar' THEN CAST(CAST([it]]s] AS varchar(8000)) AS nvarchar(max))")
                .endsWith(" ELSE CAST([it]]s] AS nvarchar(4000)) END");
    }
}

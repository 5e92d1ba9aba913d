package dev.millrace.model;

import dev.millrace.model.DataType.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** As DMS's tables of source data types have it. */
class LobClassTest {

    @ParameterizedTest
    @CsvSource({
        "POSTGRES, CLOB, text, NCLOB",
        "POSTGRES, CLOB, text COLLATE \"C\", NCLOB",
        "POSTGRES, CLOB, public.citext, NCLOB",
        "POSTGRES, CLOB, character varying, ",
        "POSTGRES, CLOB, bpchar, ",
        "POSTGRES, STRING, character varying(9), ",
        "POSTGRES, BLOB, bytea, BLOB",
        "POSTGRES, JSON, jsonb, NCLOB",
        "POSTGRES, ARRAY, integer[], NCLOB",
        "POSTGRES, OTHER, public.hstore, NCLOB",
        "POSTGRES, XML, xml, CLOB",
        "POSTGRES, OTHER, tsvector, CLOB",
        "POSTGRES, OTHER, polygon, CLOB",
        "POSTGRES, OTHER, point, ",
        "POSTGRES, OTHER, int4range, ",
        "POSTGRES, NUMERIC, numeric, ",
        "MYSQL, CLOB, tinytext, ",
        "MYSQL, CLOB, text, ",
        "MYSQL, CLOB, mediumtext, NCLOB",
        "MYSQL, CLOB, longtext CHARACTER SET latin1, NCLOB",
        "MYSQL, BLOB, blob, ",
        "MYSQL, BLOB, mediumblob, BLOB",
        "MYSQL, BLOB, longblob, BLOB",
        "MYSQL, JSON, json, ",
        "ORACLE, CLOB, CLOB, CLOB",
        "ORACLE, CLOB, NCLOB, NCLOB",
        "ORACLE, CLOB, LONG, CLOB",
        "ORACLE, BLOB, LONG RAW, BLOB",
        "ORACLE, XML, XMLTYPE, CLOB",
        "ORACLE, STRING, VARCHAR2(4000), ",
        "SQLSERVER, CLOB, varchar(max), CLOB",
        "SQLSERVER, CLOB, text, CLOB",
        "SQLSERVER, CLOB, nvarchar(max), NCLOB",
        "SQLSERVER, CLOB, ntext, NCLOB",
        "SQLSERVER, BLOB, varbinary(max), BLOB",
        "SQLSERVER, BLOB, image, BLOB",
        "SQLSERVER, XML, xml, NCLOB",
        "SQLSERVER, GEOMETRY, geography, CLOB",
        "SQLSERVER, STRING, nvarchar(20), ",
        "SQLSERVER, BYTES, varbinary(20), ",
    })
    void isWhatTheSourceTypeSays(EngineFamily family, Kind kind, String declared, LobClass expected) {
        ColumnSchema column = ColumnSchema.of("c", DataType.of(kind), declared);

        assertThat(LobClass.of(family, column).orElse(null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"VARCHAR2(4000 CHAR), 4000, ", "VARCHAR2(32767), 32767, CLOB", "NVARCHAR2(16383), 16383, NCLOB"})
    void aLongTextOfOracleIsOne(String declared, long length, LobClass expected) {
        ColumnSchema column = ColumnSchema.of("c", DataType.ofLength(Kind.STRING, length), declared);

        assertThat(LobClass.of(EngineFamily.ORACLE, column).orElse(null)).isEqualTo(expected);
    }
}

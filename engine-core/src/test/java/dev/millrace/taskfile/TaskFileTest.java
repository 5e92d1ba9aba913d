package dev.millrace.taskfile;

import dev.millrace.config.CommitMode;
import dev.millrace.config.MigrationType;
import dev.millrace.config.TaskConfiguration;
import dev.millrace.config.TaskSettings;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TaskFileTest {

    @Test
    void readsAWholeTask() {
        TaskConfiguration task =
                Documents.parse("""
                        {"ReplicationTaskIdentifier": "orders",
                         "MigrationType": "cdc",
                         "SourceEndpoint": {
                           "EngineName": "postgres", "ServerName": "db1", "Port": 5433, "DatabaseName": "src",
                           "Username": "repl", "Password": "${env:PASSWORD}", "SslMode": "verify-full",
                           "CertificateFile": "/etc/ca.pem",
                           "PostgreSQLSettings": {"SlotName": "orders_slot", "HeartbeatEnable": true},
                           "EngineSettings": {"PublicationName": "orders_pub"}},
                         "TargetEndpoint": {"EngineName": "mysql", "ServerName": "db2"},
                         "TableMappings": {"rules": [%s]},
                         "ReplicationTaskSettings": {},
                         "EngineSettings": {"CommitMode": "relaxed", "StateDirectory": "/var/tmp/spill"},
                         "CdcStartPosition": "4AF/B00000D0"}
                        """.formatted(Documents.INCLUDE_ALL)).configuration();

        assertThat(task.identifier()).isEqualTo("orders");
        assertThat(task.migrationType()).isEqualTo(MigrationType.CDC);
        Endpoint source = task.source();
        assertThat(source.engineName()).isEqualTo("postgres");
        assertThat(source.serverName()).isEqualTo("db1");
        assertThat(source.port()).isEqualTo(5433);
        assertThat(source.databaseName()).isEqualTo("src");
        assertThat(source.username()).isEqualTo("repl");
        assertThat(source.password()).isEqualTo(new Secret("s3cret"));
        assertThat(source.sslMode()).isEqualTo(SslMode.VERIFY_FULL);
        assertThat(source.certificateFile()).isEqualTo("/etc/ca.pem");
        assertThat(source.settings().text("slotname")).contains("orders_slot");
        assertThat(source.settings().flag("HeartbeatEnable", false)).isTrue();
        assertThat(source.settings().text("PublicationName")).contains("orders_pub");
        assertThat(task.target().portOr(3306)).isEqualTo(3306);
        assertThat(task.target().sslMode()).isEqualTo(SslMode.NONE);
        assertThat(task.target().password()).isNull();
        assertThat(task.mappings().selects(new TableId("sales", "orders"))).isTrue();
        assertThat(task.settings().apply().commitMode()).isEqualTo(CommitMode.RELAXED);
        assertThat(task.stateDirectory()).isEqualTo(Path.of("/var/tmp/spill"));
        assertThat(task.startPosition()).contains("4AF/B00000D0");
    }

    @Test
    void defaultsAreThoseOfDms() {
        TaskConfiguration task = Documents.parse(Documents.withSettings("{}")).configuration();

        assertThat(task.settings()).isEqualTo(TaskSettings.DEFAULT);
        assertThat(task.startPosition()).isEmpty();
        assertThat(task.stopPosition()).isEmpty();
        assertThat(task.stateDirectory().getFileName()).hasToString("millrace-orders");
    }

    @Test
    void allSettingsThatDmsSavesAreReadWithoutAWord() throws IOException {
        TaskFile file = Documents.parse(Documents.withSettings(resource("dms-default-settings.json")));

        assertThat(file.report()).isEmpty();
        assertThat(file.configuration().settings()).isEqualTo(TaskSettings.DEFAULT);
    }

    @Test
    void mappingsAndSettingsMayBeStrings() {
        String mappings =
                Documents.rules(Documents.INCLUDE_ALL).replace("\"", "\\\"").replace("\n", " ");
        TaskConfiguration task = Documents.parse(Documents.task(
                        "\"" + mappings + "\"", "\"{\\\"FullLoadSettings\\\": {\\\"MaxFullLoadSubTasks\\\": 3}}\""))
                .configuration();

        assertThat(task.mappings().selects(new TableId("sales", "orders"))).isTrue();
        assertThat(task.settings().fullLoad().maxSubTasks()).isEqualTo(3);
    }

    @Test
    void readsAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("task.json"), "\uFEFF" + Documents.withSettings("{}"));

        assertThat(TaskFile.read(file).configuration().identifier()).isEqualTo("orders");
    }

    @Test
    void tellsOfAFileThatIsNotThere() {
        ReplicationException failure =
                catchThrowableOfType(ReplicationException.class, () -> TaskFile.read(Path.of("no-such.json")));

        assertThat(failure.code()).isEqualTo(ErrorCode.TASK_FILE_UNREADABLE);
        assertThat(failure).hasMessage("task file no-such.json does not exist; check the path");
    }

    @ParameterizedTest
    @CsvSource({"full-load, FULL_LOAD", "Full_Load_And_CDC, FULL_LOAD_AND_CDC", "CDC, CDC"})
    void spellsMigrationTypesFreely(String text, MigrationType type) {
        assertThat(Documents.parse(Documents.withTop(text, "\"TaskData\": null"))
                        .configuration()
                        .migrationType())
                .isEqualTo(type);
    }

    @Test
    void endpointKeysMayBeSpelledInAnyCaseAndNumbersBeStrings() {
        Endpoint source =
                Documents.parse(Documents.withSource("""
                        {"enginename": "POSTGRES", "servername": "db1", "PORT": "${env:PORT}", "databaseName": "src",
                         "sslmode": "VERIFY_CA"}""")).configuration().source();

        assertThat(source.engineName()).isEqualTo("postgres");
        assertThat(source.port()).isEqualTo(5544);
        assertThat(source.sslMode()).isEqualTo(SslMode.VERIFY_CA);
    }

    @Test
    void addressMayStandAmongTheEnginesSettings() {
        Endpoint source =
                Documents.parse(Documents.withSource("""
                        {"EngineName": "mariadb",
                         "MySQLSettings": {"ServerName": "db9", "Port": 3307, "Username": "u", "Password": "p"}}""")).configuration().source();

        assertThat(source.serverName()).isEqualTo("db9");
        assertThat(source.port()).isEqualTo(3307);
        assertThat(source.username()).isEqualTo("u");
        assertThat(source.password()).isEqualTo(new Secret("p"));
        assertThat(source.settings().unasked()).isEmpty();
    }

    @Test
    void extraConnectionAttributesAreSettings() {
        Endpoint source =
                Documents.parse(Documents.withSource("""
                        {"EngineName": "mysql", "ServerName": "db1",
                         "ExtraConnectionAttributes":
                           "eventsPollInterval=7; initstmt=SET FOREIGN_KEY_CHECKS=0;loadUsingCSV=N;"}""")).configuration().source();

        assertThat(source.settings().number("EventsPollInterval", 5, 1, 60)).isEqualTo(7);
        assertThat(source.settings().text("Initstmt")).contains("SET FOREIGN_KEY_CHECKS=0");
        assertThat(source.settings().flag("LoadUsingCsv", true)).isFalse();
    }

    @Test
    void secretsComeFromFilesToo(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("password"), "pa$$ word\n");
        Endpoint source = Documents.parse(Documents.withSource("{\"EngineName\": \"mysql\", \"ServerName\": \"db1\","
                        + " \"Password\": \"${file:" + secret.toString().replace("\\", "\\\\") + "}\"}"))
                .configuration()
                .source();

        assertThat(source.password()).isEqualTo(new Secret("pa$$ word"));
    }

    @Test
    void startTimeIsAStartPosition() {
        assertThat(Documents.parse(Documents.withTop("cdc", "\"CdcStartTime\": \"2026-02-09T12:12:12\""))
                        .configuration()
                        .startPosition())
                .contains("2026-02-09T12:12:12");
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = TaskFileTest.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

package dev.millrace.sink.dynamodb;

import dev.millrace.config.StopCondition;
import dev.millrace.servers.MySqlServer;
import dev.millrace.task.ReplicationTask;
import dev.millrace.task.TaskState;
import dev.millrace.taskfile.TaskFile;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import static org.assertj.core.api.Assertions.assertThat;

/** 22 columns of MySQL become 6 attributes, through a load and changes, by one object-mapping rule. */
class VaccineDriveIT {
    private static final int ROWS = 120;
    private static final String TABLE = "vaccine_drive_stats_tab";

    private final LocalDynamo dynamo = new LocalDynamo();

    @AfterEach
    void closeDynamo() {
        dynamo.close();
    }

    @Test
    void columnsBecomeAttributesThroughLoadAndChanges() throws Exception {
        try (MySqlServer server = MySqlServer.builder().start();
                Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(""), server.username(), server.password());
                Statement source = connection.createStatement()) {
            source.execute("CREATE DATABASE valis");
            source.execute("USE valis");
            source.execute("""
                    CREATE TABLE vaccine_drive_stats (
                      user_id int(11) NOT NULL AUTO_INCREMENT, patient_name varchar(1000), phone_num int(11),
                      date_of_birth date, age tinyint(4), date_vacc1 date, date_vacc2 date, date_booster date,
                      fully_vaccinated bit(64), age_group varchar(50), state varchar(1000), zipcode int(11),
                      gender varchar(50), city varchar(50), area_code varchar(200) NOT NULL, vaccine_type varchar(300),
                      vaccine_name varchar(100), rural_or_urban varchar(100), certificate_link varchar(100),
                      vaccinated_by varchar(200), vaccinated_at varchar(100), next_due_date date,
                      PRIMARY KEY (user_id, area_code)) ENGINE=InnoDB AUTO_INCREMENT=13462359 DEFAULT CHARSET=utf8mb4""");
            for (int row = 0; row < ROWS; row++) {
                insert(source, row);
            }
            run(server);
            assertThat(keyOfTable()).containsExactly("user_id HASH S", "area_code RANGE S");
            assertThat(dynamo.items(TABLE))
                    .allSatisfy(item -> assertThat(item.keySet())
                            .isSubsetOf(
                                    "user_id",
                                    "area_code",
                                    "rural_or_urban",
                                    "PatientDetails",
                                    "PatientVaccineinfo",
                                    "PatientVaclocation"));
            assertThat(dynamo.shown(TABLE)).hasSize(ROWS).isEqualTo(expected(source));

            insert(source, ROWS);
            source.execute("UPDATE vaccine_drive_stats SET age = age + 1 WHERE user_id % 5 = 0");
            source.execute("UPDATE vaccine_drive_stats SET city = 'nowhere shown' WHERE user_id % 5 = 1");
            source.execute("UPDATE vaccine_drive_stats SET rural_or_urban = NULL, state = NULL WHERE user_id % 7 = 0");
            source.execute("UPDATE vaccine_drive_stats SET area_code = CONCAT(area_code, '-new'), gender = 'moved'"
                    + " WHERE user_id % 11 = 0");
            source.execute("UPDATE vaccine_drive_stats SET user_id = user_id + 100000 WHERE user_id % 13 = 0");
            source.execute("DELETE FROM vaccine_drive_stats WHERE user_id % 17 = 0");
            run(server);
            assertThat(dynamo.shown(TABLE)).isEqualTo(expected(source));
            assertThat(dynamo.items("awsdms_apply_exceptions")).isEmpty();
        }
    }

    private static void insert(Statement source, int row) throws SQLException {
        String name = row % 3 == 0 ? "rams \"the\" drmsd" : "ramsdrmsd" + row;
        String due = row % 4 == 0 ? "NULL" : "'2023-03-13'";
        source.execute("INSERT INTO vaccine_drive_stats (patient_name, phone_num, date_of_birth, age, date_vacc1,"
                + " fully_vaccinated, age_group, state, zipcode, gender, city, area_code, vaccine_type, rural_or_urban,"
                + " vaccinated_by, vaccinated_at, next_due_date) VALUES ('" + name
                + "', 83886, '1980-02-29', 42, '2023-03-13', b'1', 'adult', 'KA', 560001, 'F', 'city',"
                + " 'areacdareacd', 'type', 'URBEN', 'GOVT', 'HOSPITAL', " + due + ")");
    }

    private List<String> keyOfTable() {
        TableDescription table = dynamo.client()
                .describeTable(request -> request.tableName(TABLE))
                .table();
        List<String> key = new ArrayList<>();
        for (KeySchemaElement element : table.keySchema()) {
            ScalarAttributeType type = table.attributeDefinitions().stream()
                    .filter(attribute -> attribute.attributeName().equals(element.attributeName()))
                    .map(AttributeDefinition::attributeType)
                    .findFirst()
                    .orElseThrow();
            key.add(element.attributeName() + " " + element.keyType() + " " + type);
        }
        return key;
    }

    /** What the server itself makes of the rows. */
    private static List<String> expected(Statement source) throws SQLException {
        List<String> items = new ArrayList<>();
        try (ResultSet rows = source.executeQuery("SELECT user_id, area_code, rural_or_urban, "
                + json("patient_name", "phone_num", "date_of_birth", "age", "gender", "state", "zipcode")
                + ", "
                + json(
                        "date_vacc1",
                        "date_vacc2",
                        "date_booster",
                        "fully_vaccinated",
                        "vaccine_type",
                        "vaccine_name",
                        "certificate_link")
                + ", "
                + json("vaccinated_by", "vaccinated_at", "next_due_date")
                + " FROM vaccine_drive_stats")) {
            while (rows.next()) {
                TreeMap<String, String> item = new TreeMap<>();
                item.put("user_id", rows.getString(1));
                item.put("area_code", rows.getString(2));
                if (rows.getString(3) != null) {
                    item.put("rural_or_urban", rows.getString(3));
                }
                item.put("PatientDetails", rows.getString(4));
                item.put("PatientVaccineinfo", rows.getString(5));
                item.put("PatientVaclocation", rows.getString(6));
                items.add(item.toString());
            }
        }
        return items.stream().sorted().toList();
    }

    private static String json(String... columns) {
        List<String> members = new ArrayList<>();
        for (String column : columns) {
            String text = column.equals("fully_vaccinated")
                    ? "LPAD(BIN(fully_vaccinated + 0), 64, '0')"
                    : "REPLACE(" + column + ", '\"', '\\\\\"')";
            members.add("'\"" + column + "\": \"', COALESCE(" + text + ", ''), '\"'");
        }
        return "CONCAT('{', " + String.join(", ', ', ", members) + ", '}')";
    }

    private void run(MySqlServer server) throws InterruptedException {
        try (ReplicationTask task = ReplicationTask.builder(
                        TaskFile.parse(task(server)).configuration())
                .stopWhen(StopCondition.CAUGHT_UP)
                .build()) {
            task.start();
            assertThat(task.awaitCompletion().state()).isEqualTo(TaskState.STOPPED);
        }
    }

    private String task(MySqlServer server) {
        return """
                {"ReplicationTaskIdentifier": "drive", "MigrationType": "full-load-and-cdc",
                 "SourceEndpoint": {"EngineName": "mysql", "ServerName": "%s", "Port": %d, "Username": "%s",
                   "Password": "%s"},
                 "TargetEndpoint": {"EngineName": "dynamodb", "EndpointUrl": "%s", "Username": "%s",
                   "Password": "secret"},
                 "TableMappings": %s}
                """.formatted(
                        server.host(),
                        server.port(),
                        server.username(),
                        server.password(),
                        LocalDynamo.server().endpoint(),
                        dynamo.endpoint().username(),
                        MAPPINGS);
    }

    private static final String MAPPINGS = """
            {"rules": [
             {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
              "object-locator": {"schema-name": "valis", "table-name": "vaccine_drive_stats"}},
             {"rule-type": "object-mapping", "rule-id": "2", "rule-name": "2", "rule-action": "map-record-to-record",
              "object-locator": {"schema-name": "valis", "table-name": "vaccine_drive_stats"},
              "target-table-name": "vaccine_drive_stats_tab",
              "mapping-parameters": {"partition-key-name": "user_id", "sort-key-name": "area_code",
               "exclude-columns": ["patient_name", "phone_num", "date_of_birth", "age", "date_vacc1", "date_vacc2",
                 "date_booster", "fully_vaccinated", "age_group", "state", "zipcode", "gender", "city", "vaccine_type",
                 "vaccine_name", "rural_or_urban", "certificate_link", "vaccinated_by", "vaccinated_at",
                 "next_due_date"],
               "attribute-mappings": [
                {"target-attribute-name": "user_id", "attribute-type": "scalar", "attribute-sub-type": "string",
                 "value": "${user_id}"},
                {"target-attribute-name": "area_code", "attribute-type": "scalar", "attribute-sub-type": "string",
                 "value": "${area_code}"},
                {"target-attribute-name": "rural_or_urban", "attribute-type": "scalar", "attribute-sub-type": "string",
                 "value": "${rural_or_urban}"},
                {"target-attribute-name": "PatientDetails", "attribute-type": "scalar", "attribute-sub-type": "string",
                 "value": "{\\"patient_name\\": \\"${patient_name}\\", \\"phone_num\\": \\"${phone_num}\\", \\"date_of_birth\\": \\"${date_of_birth}\\", \\"age\\": \\"${age}\\", \\"gender\\": \\"${gender}\\", \\"state\\": \\"${state}\\", \\"zipcode\\": \\"${zipcode}\\"}"},
                {"target-attribute-name": "PatientVaccineinfo", "attribute-type": "scalar",
                 "attribute-sub-type": "string",
                 "value": "{\\"date_vacc1\\": \\"${date_vacc1}\\", \\"date_vacc2\\": \\"${date_vacc2}\\", \\"date_booster\\": \\"${date_booster}\\", \\"fully_vaccinated\\": \\"${fully_vaccinated}\\", \\"vaccine_type\\": \\"${vaccine_type}\\", \\"vaccine_name\\": \\"${vaccine_name}\\", \\"certificate_link\\": \\"${certificate_link}\\"}"},
                {"target-attribute-name": "PatientVaclocation", "attribute-type": "scalar",
                 "attribute-sub-type": "string",
                 "value": "{\\"vaccinated_by\\": \\"${vaccinated_by}\\", \\"vaccinated_at\\": \\"${vaccinated_at}\\", \\"next_due_date\\": \\"${next_due_date}\\"}"}
               ]}}]}
            """;
}

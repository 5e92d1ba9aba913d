package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.workload.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * What one writes by hand: {@code SELECT}s whose rows go into {@code BatchWriteItem}, as many requests beside each other as the engine
 * may have, in a JVM as the engine's.
 */
final class SdkLoop implements Contestant {
    private final RaceOptions options;
    private final MySqlRaceServer source;
    private final ItemRaceTarget target;
    private final Table table;
    private final List<String> parts;

    SdkLoop(Track<MySqlRaceServer, ItemRaceTarget> track) {
        this.options = track.options();
        this.source = track.source();
        this.target = track.target();
        this.table = track.workload().tables().get(0);
        this.parts = FullLoad.parts(track);
    }

    @Override
    public String name() {
        return "SDK loop";
    }

    @Override
    public String describe() {
        return parts.size() + " SELECTs, each of an equal part of the keys; " + ItemRaceTarget.REQUESTS
                + " threads with a BatchWriteItem of " + SdkLoopProcess.ITEMS + " items; "
                + String.join(" ", options.engineJvm());
    }

    @Override
    public Attempt prepare(int pair) throws IOException, InterruptedException {
        String place = target.createFor(name(), pair);
        try (DynamoDbClient client = target.client(place)) {
            createTable(client);
        }
        Path file = Files.createTempFile("race-loop", ".properties");
        try (var out = Files.newBufferedWriter(file)) {
            settings(place).store(out, null);
        }
        ChildJvm jvm = ChildJvm.start(
                options.engineJvm(),
                System.getProperty("java.class.path"),
                SdkLoopProcess.class.getName(),
                List.of(file.toString()));
        Files.delete(file);
        return new JvmAttempt(jvm, place);
    }

    private Properties settings(String place) {
        Properties settings = new Properties();
        settings.setProperty(SdkLoopProcess.SOURCE_URL, source.server().jdbcUrl(source.home()));
        settings.setProperty(SdkLoopProcess.SOURCE_USER, source.server().username());
        settings.setProperty(SdkLoopProcess.SOURCE_PASSWORD, source.server().password());
        settings.setProperty(SdkLoopProcess.ENDPOINT, target.address().toString());
        settings.setProperty(SdkLoopProcess.ACCESS_KEY, place);
        settings.setProperty(SdkLoopProcess.TABLE, table.name());
        for (int i = 0; i < parts.size(); i++) {
            settings.setProperty(
                    SdkLoopProcess.QUERY + i, "SELECT * FROM " + table.qualifiedName() + " WHERE " + parts.get(i));
        }
        return settings;
    }

    private void createTable(DynamoDbClient client) {
        client.createTable(create -> create.tableName(table.name())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(KeySchemaElement.builder()
                        .attributeName("id")
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.N)
                        .build()));
    }
}

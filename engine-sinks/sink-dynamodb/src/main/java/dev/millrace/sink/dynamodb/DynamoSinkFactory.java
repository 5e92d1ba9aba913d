package dev.millrace.sink.dynamodb;

import dev.millrace.error.ReplicationException;
import dev.millrace.sink.aws.AwsEndpoint;
import dev.millrace.sink.dynamodb.call.ClientConduct;
import dev.millrace.sink.dynamodb.call.DynamoCalls;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.SinkFactory;
import java.time.Duration;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Opens the DynamoDB sink. */
public final class DynamoSinkFactory implements SinkFactory {
    /** Short blips pass unnoticed; what lasts longer is the task's to deal with. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public Set<String> engineNames() {
        return Set.of("dynamodb");
    }

    @Override
    public Sink open(Endpoint endpoint, TaskContext context) {
        DynamoSettings settings = DynamoSettings.of(endpoint.settings(), context.load());
        AwsEndpoint aws = AwsEndpoint.of(endpoint);
        // the load and the apply workers make requests of their own beside those of the pool
        int connections = 2 * settings.requests();
        DynamoCalls calls = new DynamoCalls(
                aws.client(DynamoDbClient.builder().addPlugin(new ClientConduct()), connections),
                settings.requests(),
                PATIENCE);
        try {
            calls.call("can't list the tables of " + aws, client -> client.listTables(request -> request.limit(1)));
        } catch (ReplicationException e) {
            calls.close();
            aws.close();
            throw e;
        }
        return new DynamoSink(aws, calls, settings, context);
    }
}

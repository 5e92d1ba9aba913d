package dev.millrace.source.debezium;

import dev.millrace.source.debezium.connector.Connector;
import dev.millrace.source.debezium.connector.MySqlFamilyLog;
import dev.millrace.source.debezium.connector.PostgresLog;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.ReaderFactory;
import dev.millrace.spi.source.Source;
import java.util.Set;

/** The reader {@code debezium}: a connector of Debezium, in its streaming mode only, reads the log. */
public final class DebeziumReaderFactory implements ReaderFactory {

    @Override
    public String name() {
        return "debezium";
    }

    @Override
    public Set<String> engineNames() {
        return Set.of("postgres", "aurora-postgresql", "mysql", "mariadb", "aurora");
    }

    @Override
    public Source over(Source source, Endpoint endpoint, TaskContext context) {
        Connector connector = endpoint.engineName().contains("postgres")
                ? new PostgresLog(endpoint, source)
                : new MySqlFamilyLog(endpoint, context, source);
        return new DebeziumSource(source, connector, context);
    }
}

package dev.millrace.benchmarks.synthetic;

import dev.millrace.benchmarks.store.ForgetfulS3;
import dev.millrace.config.StopCondition;
import dev.millrace.servers.JavaServer;
import dev.millrace.task.ReplicationTask;
import dev.millrace.task.TaskStatus;
import dev.millrace.taskfile.TaskFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Loads generated rows into files of S3 that nobody keeps: what gets through the heap of this JVM, and how fast. */
@Command(
        name = "flood",
        mixinStandardHelpOptions = true,
        description =
                "Loads generated rows into an S3 endpoint that forgets them. Start it with the heap to be tried, as in java -Xmx512m.")
public final class FloodCommand implements Callable<Integer> {
    private static final long GIGABYTE = 1L << 30;
    private static final double MEGABYTE = 1 << 20;

    @Option(names = "--gigabytes", description = "of rows, default ${DEFAULT-VALUE}")
    private double gigabytes = 1;

    @Option(names = "--format", description = "csv or parquet, default ${DEFAULT-VALUE}")
    private String format = "csv";

    @Option(names = "--streams", description = "chunks beside each other, default ${DEFAULT-VALUE}")
    private int streams = 2;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path log = Files.createTempFile("flood", ".log");
        long thousands = Math.max(1, Math.round(gigabytes * GIGABYTE / SyntheticRows.ROW_BYTES / 1_000));
        try (JavaServer store = ForgetfulS3.start(log);
                ReplicationTask task = ReplicationTask.builder(
                                TaskFile.parse(task(store, thousands)).configuration())
                        .stopWhen(StopCondition.NONE)
                        .build()) {
            long begun = System.nanoTime();
            task.start();
            TaskStatus end = task.awaitCompletion();
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            if (end.failure().isPresent()) {
                throw end.failure().get();
            }
            tell(thousands, took);
            return 0;
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private String task(JavaServer store, long thousands) {
        return """
                {"ReplicationTaskIdentifier": "flood", "MigrationType": "full-load",
                 "SourceEndpoint": {"EngineName": "synthetic", "ServerName": "nowhere", "EngineSettings": {"Thousands": %d}},
                 "TargetEndpoint": {"EngineName": "s3", "EndpointUrl": "%s", "Region": "us-east-1", "Username": "nobody",
                                    "Password": "nothing",
                                    "S3Settings": {"BucketName": "flood", "BucketFolder": "rows", "DataFormat": "%s"}},
                 "TableMappings": {"rules": [{"rule-type": "selection", "rule-id": 1, "rule-name": "all", "rule-action": "include",
                                              "object-locator": {"schema-name": "%%", "table-name": "%%"}}]},
                 "ReplicationTaskSettings": {"FullLoadSettings": {"MaxFullLoadSubTasks": %d}}}""".formatted(thousands, store.endpoint(), format, streams);
    }

    private static void tell(long thousands, Duration took) {
        double seconds = took.toMillis() / 1e3;
        System.out.printf(
                Locale.ROOT,
                "%,d rows, %.2f GB, in %.1f s: %.0f MB/s; through a heap of %.0f MB%n",
                thousands * 1_000,
                thousands * 1_000.0 * SyntheticRows.ROW_BYTES / GIGABYTE,
                seconds,
                thousands * 1_000.0 * SyntheticRows.ROW_BYTES / MEGABYTE / seconds,
                Runtime.getRuntime().maxMemory() / MEGABYTE);
    }
}

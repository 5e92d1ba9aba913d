package dev.millrace.sink.s3;

import dev.millrace.error.ReplicationException;
import dev.millrace.sink.aws.AwsEndpoint;
import dev.millrace.sink.s3.catalog.Catalogue;
import dev.millrace.sink.s3.catalog.GlueCatalogue;
import dev.millrace.sink.s3.catalog.GlueLibrary;
import dev.millrace.sink.s3.upload.ObjectStore;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.SinkFactory;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes sinks for S3 and for servers that are compatible with it. */
public final class S3SinkFactory implements SinkFactory {
    /** More than writers ever ask at once: one for each load worker, one for changes, some for the task's state. */
    private static final int CONNECTIONS = 64;

    @Override
    public Set<String> engineNames() {
        return Set.of("s3");
    }

    @Override
    public Sink open(Endpoint endpoint, TaskContext context) {
        S3Settings settings = S3Settings.of(endpoint.settings());
        if (settings.catalogued()) {
            GlueLibrary.require(S3SinkFactory.class.getClassLoader());
        }
        AwsEndpoint aws = AwsEndpoint.of(endpoint);
        Optional<URI> catalogueAddress = AwsEndpoint.address(endpoint.settings(), "GlueEndpointUrl");
        ObjectStore store = new ObjectStore(client(aws), settings.bucket(), settings.objects(), context.taskName());
        Catalogue catalogue = settings.catalogued()
                ? GlueCatalogue.of(aws.at(catalogueAddress), settings.catalogueLayout(), store::keys)
                : Catalogue.NONE;
        S3Sink sink = new S3Sink(aws, store, catalogue, settings, context);
        try {
            store.reach();
        } catch (ReplicationException e) {
            sink.close();
            throw e;
        }
        return sink;
    }

    /** Not every compatible server knows the checksums that the SDK would add; a path names the bucket where host names can't. */
    private static S3Client client(AwsEndpoint aws) {
        return aws.client(
                S3Client.builder()
                        .forcePathStyle(aws.override().isPresent())
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED),
                CONNECTIONS);
    }
}

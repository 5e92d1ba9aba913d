package dev.millrace.benchmarks.race;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.benchmarks.race.workload.ScatteredChanges;
import dev.millrace.benchmarks.race.workload.Table;
import dev.millrace.benchmarks.store.ForgetfulS3;
import dev.millrace.servers.JavaServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An S3 endpoint that costs next to nothing, and keeps nothing that could be compared. */
final class ForgetfulLake implements RaceTarget {
    private final Path log;
    private final JavaServer server;

    ForgetfulLake() {
        try {
            log = Files.createTempFile("race-lake", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = ForgetfulS3.start(log);
    }

    @Override
    public String describe() {
        return "an S3 endpoint that reads and forgets, in a JVM of its own on the same processors";
    }

    @Override
    public boolean keepsRows() {
        return false;
    }

    @Override
    public long processId() {
        return server.pid();
    }

    @Override
    public void expect(ScatteredChanges rows) {}

    @Override
    public String createFor(String contestant, int pair) {
        return nameFor(contestant, pair);
    }

    @Override
    public void settle() {}

    @Override
    public ObjectNode endpoint(String place) {
        ObjectNode endpoint = new ObjectMapper().createObjectNode();
        endpoint.put("EngineName", "s3")
                .put("EndpointUrl", server.endpoint().toString())
                .put("Region", "us-east-1")
                .put("Username", "nobody")
                .put("Password", "nothing")
                .putObject("S3Settings")
                .put("BucketName", "race")
                .put("BucketFolder", place);
        return endpoint;
    }

    @Override
    public List<String> digests(String place, List<Table> tables) {
        throw new UnsupportedOperationException("nothing is kept");
    }

    @Override
    public void drop(String place) {}

    @Override
    public void close() {
        server.close();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

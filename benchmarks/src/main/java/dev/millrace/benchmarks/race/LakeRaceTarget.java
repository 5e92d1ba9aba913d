package dev.millrace.benchmarks.race;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.benchmarks.race.workload.ScatteredChanges;
import dev.millrace.benchmarks.race.workload.Table;
import dev.millrace.servers.s3.S3Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An S3 server that keeps its objects as files; each run writes to a folder of one bucket. */
final class LakeRaceTarget implements RaceTarget {
    private static final String BUCKET = "race";

    private final Path folder;
    private final S3Server server;
    private final Path bucket;

    LakeRaceTarget() {
        try {
            folder = Files.createTempDirectory("race-lake");
            server = S3Server.start(folder);
            bucket = Files.createDirectories(server.bucketFolder(BUCKET));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String describe() {
        return "S3Proxy over a folder, in a JVM of its own on the same processors";
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
                .put("Username", S3Server.ACCESS_KEY_ID)
                .put("Password", S3Server.SECRET_ACCESS_KEY)
                .putObject("S3Settings")
                .put("BucketName", BUCKET)
                .put("BucketFolder", place);
        return endpoint;
    }

    @Override
    public List<String> digests(String place, List<Table> tables) throws IOException {
        List<String> digests = new ArrayList<>();
        for (Table table : tables) {
            RowDigest digest = new RowDigest();
            for (Path file :
                    FileTree.files(bucket.resolve(place).resolve("race").resolve(table.name()))) {
                try (BufferedReader lines = Files.newBufferedReader(file)) {
                    lines.lines().forEach(digest::add);
                }
            }
            digests.add(digest.of(table));
        }
        return digests;
    }

    @Override
    public void drop(String place) {
        FileTree.delete(bucket.resolve(place));
    }

    @Override
    public void close() {
        server.close();
        FileTree.delete(folder);
    }
}

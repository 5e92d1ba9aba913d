package dev.millrace.sink.s3;

import dev.millrace.model.DataType;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.servers.s3.S3Server;
import dev.millrace.sink.s3.upload.ObjectStore;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.Sink;
import dev.millrace.testing.contract.TextRows;
import dev.millrace.testing.contract.sink.SinkFixture;
import dev.millrace.testing.fault.FaultProxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder of its own in a bucket that all share, behind a proxy. */
final class ContractFixture implements SinkFixture {
    private static final AtomicInteger FOLDERS = new AtomicInteger();

    private final String folder = "contract " + FOLDERS.incrementAndGet();
    private final ObjectStore store = Lake.store();
    private final FaultProxy proxy =
            FaultProxy.to("127.0.0.1", Lake.server().endpoint().getPort());
    private final Map<String, String> settings;

    /** @param settings of the endpoint besides those that say where it is */
    ContractFixture(Map<String, String> settings) {
        this.settings = settings;
    }

    @Override
    public String schema() {
        return "app 'ä'";
    }

    @Override
    public String nativeType(DataType type) {
        return type.kind().name();
    }

    @Override
    public Sink open(String taskName) {
        return open(taskName, proxy.port(), S3Server.SECRET_ACCESS_KEY);
    }

    @Override
    public Sink openWithoutServer() {
        return open("task", 1, S3Server.SECRET_ACCESS_KEY);
    }

    @Override
    public Sink openWithWrongPassword() {
        return open("task", proxy.port(), "wrong");
    }

    /** Tries to open a sink on a bucket of that name. */
    Sink openBucket(String bucket) {
        return open("task", proxy.port(), S3Server.SECRET_ACCESS_KEY, bucket);
    }

    private Sink open(String taskName, int port, String secret) {
        return open(taskName, port, secret, Lake.BUCKET);
    }

    private Sink open(String taskName, int port, String secret, String bucket) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("BucketName", bucket);
        all.put("BucketFolder", "/" + folder + "/");
        all.put("EndpointUrl", "http://127.0.0.1:" + port);
        Endpoint endpoint = new Endpoint(
                "s3",
                "",
                0,
                "",
                S3Server.ACCESS_KEY_ID,
                new Secret(secret),
                SslMode.NONE,
                null,
                new EndpointSettings(all));
        return new S3SinkFactory()
                .open(endpoint, new TaskContext(taskName, "", Clock.systemUTC(), Path.of("target", "state")));
    }

    /** Keys of the table's files, below its folder. */
    List<String> files(TableId table) {
        String place = place(table);
        return store.keys(place).stream()
                .map(key -> key.substring(place.length()))
                .toList();
    }

    /** The rows of one of the table's files. */
    List<List<@Nullable String>> lines(TableId table, String file) {
        return file.endsWith(".parquet") ? ParquetText.rows(bytes(table, file)) : CsvText.rows(text(table, file));
    }

    /** The text of one of the table's files. */
    String text(TableId table, String file) {
        return new String(bytes(table, file), StandardCharsets.UTF_8);
    }

    byte[] bytes(TableId table, String file) {
        return store.get(place(table) + file).orElseThrow().content();
    }

    private String place(TableId table) {
        return folder + "/" + table.schema() + "/" + table.table() + "/";
    }

    @Override
    public List<List<@Nullable String>> rows(TableSchema table) {
        return lines(table, file -> file.startsWith("LOAD")).toList();
    }

    @Override
    public List<String> record(TableSchema table) {
        if (settings.containsKey("CdcPath")) {
            return shared().filter(line -> table.id().table().equals(line.get(1))
                            && table.id().schema().equals(line.get(2)))
                    .map(line -> line.get(0) + " " + line.subList(3, line.size()))
                    .toList();
        }
        return lines(table, file -> !file.startsWith("LOAD"))
                .map(line -> line.get(0) + " " + line.subList(1, line.size()))
                .toList();
    }

    /** Keys of files of changes that tables share, without their folder. */
    List<String> sharedFiles() {
        String place = sharedPlace();
        return store.keys(place).stream()
                .map(key -> key.substring(place.length()))
                .toList();
    }

    /** Lines of all files of changes that tables share. */
    Stream<List<@Nullable String>> shared() {
        return sharedFiles().stream()
                .map(file -> store.get(sharedPlace() + file).orElseThrow().content())
                .flatMap(content -> CsvText.rows(new String(content, StandardCharsets.UTF_8)).stream());
    }

    private String sharedPlace() {
        return folder + "/" + settings.get("CdcPath") + "/";
    }

    private Stream<List<@Nullable String>> lines(TableSchema table, Predicate<String> chosen) {
        return files(table.id()).stream().filter(chosen).flatMap(file -> lines(table.id(), file).stream());
    }

    @Override
    public Row misfit(TableSchema table, long id) {
        String[] values = new String[table.columnCount()];
        Arrays.fill(values, "1");
        values[0] = "" + id;
        values[1] = TextRows.ABSENT;
        return TextRows.row(table, values);
    }

    @Override
    public void insert(TableId table, Map<String, @Nullable String> values) {
        throw new UnsupportedOperationException("applications do not write into " + table);
    }

    @Override
    public void cutConnections() {
        proxy.cutAll();
    }

    @Override
    public void stallConnections() {
        proxy.stall();
    }

    @Override
    public boolean holdsConnections() {
        return proxy.openConnections() > 0;
    }

    @Override
    public void close() {
        store.delete(store.keys(folder + "/"));
        store.close();
        proxy.close();
    }
}

package dev.millrace.sink.s3;

import dev.millrace.model.EngineFamily;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.aws.AwsEndpoint;
import dev.millrace.sink.s3.catalog.Catalogue;
import dev.millrace.sink.s3.catalog.CataloguedFormat;
import dev.millrace.sink.s3.change.ChangeFiles;
import dev.millrace.sink.s3.change.FilesOfTables;
import dev.millrace.sink.s3.change.FilesOfTransactions;
import dev.millrace.sink.s3.change.S3ChangeLog;
import dev.millrace.sink.s3.file.FileFormat;
import dev.millrace.sink.s3.file.RecordSettings;
import dev.millrace.sink.s3.file.RowEncoder;
import dev.millrace.sink.s3.file.TableFiles;
import dev.millrace.sink.s3.layout.TableFolders;
import dev.millrace.sink.s3.load.LoadFiles;
import dev.millrace.sink.s3.load.LoadNumbers;
import dev.millrace.sink.s3.load.S3LoadWriter;
import dev.millrace.sink.s3.state.S3TaskStore;
import dev.millrace.sink.s3.state.TaskState;
import dev.millrace.sink.s3.upload.ObjectStore;
import dev.millrace.spi.Finding;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.ChangeLogWriter;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TaskStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Files of rows and changes below a folder of a bucket. */
final class S3Sink implements Sink {
    /** A chunk is a file, or several; many small ones are slow to read. */
    private static final long CHUNK_ROWS = 2_000_000;

    private final AwsEndpoint aws;
    private final ObjectStore store;
    private final Catalogue catalogue;
    private final FileFormat format;
    private final S3Settings settings;
    private final TaskContext context;
    private final TableFolders folders;
    private final String place;
    private final TaskState state;
    private final Supplier<Instant> loadTime;
    private final Map<TableId, LoadNumbers> numbers = new ConcurrentHashMap<>();
    private volatile Collection<String> ownFolders = List.of();

    /**
     * @param store is closed with this
     * @param catalogue hears of files that show; is closed with this
     */
    S3Sink(AwsEndpoint aws, ObjectStore store, Catalogue catalogue, S3Settings settings, TaskContext context) {
        this.aws = aws;
        this.store = store;
        this.catalogue = catalogue;
        this.format = new CataloguedFormat(settings.format(), catalogue);
        this.settings = settings;
        this.context = context;
        this.folders = settings.folders();
        this.place = folders.ofTask(context.taskName(), context.controlSchema());
        this.state = new TaskState(store, place, context.clock(), catalogue::show);
        Instant opened = context.clock().instant();
        this.loadTime = settings.showsTaskStart() ? () -> opened : context.clock()::instant;
    }

    @Override
    public EngineFamily family() {
        return EngineFamily.S3;
    }

    @Override
    public ApplyStyle applyStyle() {
        return ApplyStyle.LOG;
    }

    @Override
    public long chunkRows() {
        return CHUNK_ROWS;
    }

    @Override
    public List<Finding> check(List<TableSchema> wanted) {
        ownFolders = Stream.concat(
                        wanted.stream().map(table -> folders.of(table.id())),
                        settings.transactions().stream().map(order -> folders.ofAll(order.folder())))
                .toList();
        List<Finding> findings = new ArrayList<>(settings.unbuilt());
        findings.addAll(settings.loadFindings());
        findings.addAll(catalogue.check(wanted));
        findings.addAll(new S3Assessment(store, place + "probe", settings.format(), settings.records()).check(wanted));
        return findings;
    }

    /** A table is there if it has files; its columns are those of each file. */
    @Override
    public Optional<TableSchema> describe(TableId table) {
        return store.holdsAny(folders.of(table))
                ? Optional.of(TableSchema.builder(table, EngineFamily.S3).build())
                : Optional.empty();
    }

    /** A folder is there with its first file. */
    @Override
    public void createTable(TableSchema wanted) {}

    @Override
    public void truncateTable(TableId table) {
        store.delete(store.keys(folders.of(table)));
        numbers(table).reset();
    }

    @Override
    public void dropTable(TableId table) {
        truncateTable(table);
        catalogue.drop(table);
    }

    /** The next change has the new shape, and begins a file. */
    @Override
    public void alterTable(TableSchema known, TableSchema wanted) {}

    @Override
    public List<Finding> completeTables(List<TableSchema> wanted) {
        return List.of();
    }

    @Override
    public TaskStore taskStore() {
        return new S3TaskStore(state, () -> ownFolders);
    }

    @Override
    public LoadWriter openLoadWriter(TableSchema wanted, Fence fence) {
        settings.refuseLoadOutOfCatalogue();
        RecordSettings records = settings.records();
        RowEncoder encoder = format.encoder(wanted, records.leadingNames(records.operationInLoad()));
        TableFiles files = new TableFiles(
                store,
                folders.of(wanted.id()) + settings.loadFolder(),
                format.suffix(),
                wanted.objectTags(),
                encoder,
                fence);
        LoadFiles chunk = new LoadFiles(files, settings.largestLoadFile(), numbers(wanted.id()));
        return new S3LoadWriter(state, fence, encoder, records, loadTime, chunk);
    }

    @Override
    public ChangeLogWriter openChangeLog(Fence fence) {
        return new S3ChangeLog(changeFiles(), settings.rolling(), state, fence, context.clock());
    }

    private ChangeFiles changeFiles() {
        ChangeFiles ofTables = new FilesOfTables(store, folders, format, settings.records(), settings.partition());
        return settings.transactions()
                .<ChangeFiles>map(order -> new FilesOfTransactions(
                        store,
                        folders.ofAll(order.folder()),
                        order.format(),
                        settings.records(),
                        settings.partition().zone()))
                .orElse(ofTables);
    }

    @Override
    public void close() {
        store.close();
        catalogue.close();
        aws.close();
    }

    private LoadNumbers numbers(TableId table) {
        return numbers.computeIfAbsent(table, added -> new LoadNumbers());
    }
}

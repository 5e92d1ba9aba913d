package dev.millrace.task;

import dev.millrace.config.CommitMode;
import dev.millrace.config.StartMode;
import dev.millrace.config.TargetTablePrepMode;
import dev.millrace.config.TaskConfiguration;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.mapping.TableRoute;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.RowIdentity;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.Finding;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TableProgress;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What is looked at before a task touches anything: settings, grants, and target tables that are there already. */
final class StartChecks {
    private final TaskConfiguration configuration;
    private final StartMode startMode;
    private final Source source;
    private final Sink sink;

    StartChecks(TaskConfiguration configuration, StartMode startMode, Source source, Sink sink) {
        this.configuration = configuration;
        this.startMode = startMode;
        this.source = source;
        this.sink = sink;
    }

    /**
     * Looks at both servers: their settings, and what the task's users may do there. It comes first, since even the checkpoint can't be read
     * without a grant.
     *
     * @param listener told everything that was found
     * @throws ReplicationException with the code of the first blocking finding, and the words and remedies of all of them
     */
    void servers(List<TableRoute> routes, Consumer<Finding> listener) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(source.check(
                routes.stream().map(TableRoute::source).toList(),
                configuration.migrationType().captures()));
        findings.addAll(sink.check(routes.stream().map(TableRoute::wanted).toList()));
        LeftOutColumns leftOut = new LeftOutColumns(configuration.mappings());
        routes.forEach(route -> findings.addAll(leftOut.of(route)));
        routes.forEach(route -> findings.addAll(itemShape(route)));
        findings.addAll(objectTags(routes));
        findings.addAll(commitMode());
        findings.addAll(unhonoured("SourceEndpoint", configuration.source()));
        findings.addAll(unhonoured("TargetEndpoint", configuration.target()));
        findings.forEach(listener);
        Finding.requireNoneBlocking(findings);
    }

    /** Where an item's key takes more than what tells rows apart, the log must tell the old values, or the old item is not found. */
    private List<Finding> itemShape(TableRoute route) {
        if (route.wanted().itemShape().isEmpty()) {
            return List.of();
        }
        if (sink.family() != EngineFamily.DYNAMODB) {
            return List.of(Finding.blocking(
                    ErrorCode.MAPPING_INVALID,
                    "table " + route.source().id() + " has an object-mapping rule, and "
                            + configuration.target().engineName() + " has rows",
                    "remove the rule; it is for dynamodb"));
        }
        Set<String> known = route.source().identifyingKey().map(KeySchema::columns).stream()
                .flatMap(List::stream)
                .collect(Collectors.toSet());
        List<String> unknown = route.wanted().primaryKey().map(KeySchema::columns).stream()
                .flatMap(List::stream)
                .map(column -> route.sourceOrdinal(route.wanted().ordinals(List.of(column))[0]))
                .map(column -> route.source().column(column).name())
                .filter(column -> !known.contains(column))
                .toList();
        if (!configuration.migrationType().captures()
                || unknown.isEmpty()
                || route.source().rowIdentity() == RowIdentity.FULL) {
            return List.of();
        }
        return List.of(Finding.blocking(
                ErrorCode.SOURCE_SETTING_WRONG,
                "the key of items of table " + route.source().id() + " is made of " + unknown
                        + ", whose old values the source's log does not tell when they change",
                "have the log tell all old values: ALTER TABLE ... REPLICA IDENTITY FULL on PostgreSQL,"
                        + " binlog_row_image=FULL on MySQL"));
    }

    private List<Finding> objectTags(List<TableRoute> routes) {
        boolean tagged =
                routes.stream().anyMatch(route -> !route.wanted().objectTags().isEmpty());
        if (!tagged || sink.family() == EngineFamily.S3) {
            return List.of();
        }
        return List.of(Finding.warning(
                ErrorCode.MAPPING_INVALID,
                "post-processing rules have no effect on "
                        + configuration.target().engineName() + ", which has no objects to tag",
                "remove them"));
    }

    private List<Finding> commitMode() {
        boolean relaxed = configuration.settings().apply().commitMode() == CommitMode.RELAXED;
        if (!relaxed || !configuration.migrationType().captures() || sink.commitsAhead()) {
            return List.of();
        }
        return List.of(Finding.warning(
                ErrorCode.SETTING_INVALID,
                "CommitMode relaxed has no effect on " + configuration.target().engineName()
                        + ", which can't remember what was committed ahead; changes are committed in order",
                "remove it"));
    }

    /**
     * Looks at tables that are there and that the task does not drop for what keeps rows out. Once it has begun, or when it starts in the
     * past, that only informs: the catalogue that tables are compared with may be ahead of the log, which will tell of the change and have
     * the target altered.
     *
     * @param listener told everything that was found
     * @throws ReplicationException as {@link #servers}
     */
    void presentTables(List<TableRoute> routes, TaskStore store, Consumer<Finding> listener) {
        boolean begun = startMode != StartMode.RELOAD && store.checkpoint().isPresent();
        boolean ahead = begun
                || (!configuration.migrationType().loads()
                        && configuration.startPosition().isPresent());
        List<Finding> found = sink.checkPresent(staying(routes, begun, store));
        List<Finding> findings =
                ahead ? found.stream().map(StartChecks::warning).toList() : found;
        findings.forEach(listener);
        Finding.requireNoneBlocking(findings);
    }

    private static Finding warning(Finding finding) {
        return Finding.warning(finding.code(), finding.problem(), finding.remedy());
    }

    private List<TableSchema> staying(List<TableRoute> routes, boolean begun, TaskStore store) {
        boolean drops = configuration.migrationType().loads()
                && configuration.settings().fullLoad().tablePrepMode() == TargetTablePrepMode.DROP_AND_CREATE;
        Set<TableId> known = drops && begun
                ? store.loadProgress().stream().map(TableProgress::source).collect(Collectors.toSet())
                : Set.of();
        return routes.stream()
                .filter(route -> !drops || known.contains(route.source().id()))
                .map(TableRoute::wanted)
                .toList();
    }

    /** Sources and sinks ask for all their settings when they are opened; what they have not asked for by now has no effect. */
    private static List<Finding> unhonoured(String where, Endpoint endpoint) {
        return endpoint.settings().unasked().stream()
                .map(name -> Finding.warning(
                        ErrorCode.SETTING_INVALID,
                        where + " setting " + name + " has no effect on " + endpoint.engineName(),
                        "remove it, or check its spelling"))
                .toList();
    }
}

package dev.millrace.testing.contract.memory;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.ChangeLogWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoggedChange;
import dev.millrace.spi.sink.RefusedChange;
import dev.millrace.spi.sink.TableAhead;
import dev.millrace.testing.contract.TextRows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/** A sink that keeps a record of the log in memory: each table's changes are held back until there are some, as files would be. */
final class MemoryLogSink extends MemorySink {
    private static final int DUE = 3;

    private final MemoryServer server;
    private final MemoryServer.Session session;
    private final String task;

    MemoryLogSink(MemoryServer server, String task) {
        super(server, task);
        this.server = server;
        this.session = server.new Session();
        this.task = task;
    }

    @Override
    public ApplyStyle applyStyle() {
        return ApplyStyle.LOG;
    }

    @Override
    public ChangeLogWriter openChangeLog(Fence fence) {
        return new Log(fence);
    }

    @Override
    public void close() {
        session.close();
        super.close();
    }

    private record Open(
            TableId source,
            @Nullable LoggedChange change,
            Checkpoint reachedBefore,
            BiConsumer<MemoryTarget, MemoryTarget.TaskMemory> effect) {}

    private final class Log implements ChangeLogWriter {
        private final Fence fence;
        private final int begunAfterCuts = server.cuts();
        private final List<Open> open = new ArrayList<>();
        private Checkpoint reached;
        private Checkpoint durable;
        private @Nullable LoggedChange refused;

        Log(Fence fence) {
            this.fence = fence;
            this.durable = session.transact(target -> requireNonNull(target.task(task).checkpoint));
            this.reached = durable;
        }

        @Override
        public void append(LoggedChange change) {
            Row row = change.after() == null ? change.before() : change.after();
            List<@Nullable String> values = row == null ? List.of() : TextRows.values(change.table(), row);
            if (values.contains(TextRows.ABSENT)) {
                refused = change;
                throw new ReplicationException(
                        ErrorCode.TARGET_VALUE_REFUSED,
                        "a row of " + change.table().id() + " is not whole");
            }
            String line = change.operation().name().charAt(0) + " " + values;
            hold(
                    change.source(),
                    change,
                    (target, memory) -> target.record(change.source()).add(line));
        }

        @Override
        public void record(RefusedChange change) {
            hold(change.source(), refused, (target, memory) -> memory.record(change));
        }

        @Override
        public void suspend(TableId source, String reason) {
            hold(source, refused, (target, memory) -> memory.suspended.add(source));
        }

        private void hold(
                TableId source,
                @Nullable LoggedChange change,
                BiConsumer<MemoryTarget, MemoryTarget.TaskMemory> effect) {
            open.add(new Open(source, change, reached, effect));
        }

        @Override
        public Checkpoint commit(Checkpoint upTo, Moment moment) {
            session.reach(begunAfterCuts);
            List<Open> due = moment == Moment.END ? List.copyOf(open) : due();
            List<Open> left = new ArrayList<>(open);
            left.removeAll(due);
            Checkpoint next = left.isEmpty() ? upTo : left.get(0).reachedBefore();
            server.commit(target -> {
                MemoryTarget.TaskMemory memory = target.fenced(task, fence);
                for (Open change : due) {
                    change.effect().accept(target, memory);
                    LoggedChange last = change.change();
                    if (last != null) {
                        memory.ahead.put(
                                last.source(),
                                new TableAhead(
                                        last.source(),
                                        last.transaction().position().encode(),
                                        last.ordinal()));
                    }
                }
                memory.checkpoint = next;
                return true;
            });
            open.clear();
            open.addAll(left);
            reached = upTo;
            durable = next;
            return durable;
        }

        private List<Open> due() {
            Set<TableId> tables = new HashSet<>();
            open.forEach(change -> {
                long held = open.stream()
                        .filter(other -> other.source().equals(change.source()))
                        .count();
                if (held >= DUE) {
                    tables.add(change.source());
                }
            });
            return open.stream()
                    .filter(change -> tables.contains(change.source()))
                    .toList();
        }

        @Override
        public void close() {
            open.clear();
        }
    }
}

package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.RefusedChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keyed rows that show as they are written, each with the version of its last change; nothing is taken back. */
final class RepeatableStore {
    /** One row in so many finds its table locked. */
    private static final int LOCKS = 60;

    private record Place(TableId table, String key) {}

    private record Entry(List<@Nullable String> values, long version) {}

    private final Map<Place, Entry> rows = new HashMap<>();
    private Checkpoint checkpoint;
    private @Nullable Checkpoint announced;

    RepeatableStore(Checkpoint start) {
        this.checkpoint = start;
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    /** Empty if the checkpoint covers it. */
    Optional<Checkpoint> announced() {
        return Optional.ofNullable(announced).filter(place -> place.changes() > checkpoint.changes());
    }

    List<List<@Nullable String>> rows(TableSchema table) {
        List<List<@Nullable String>> found = new ArrayList<>();
        rows.forEach((place, entry) -> {
            if (place.table().equals(table.id())) {
                found.add(entry.values());
            }
        });
        return found;
    }

    /** Writes rows one by one, in any order within a set, until it crashes. */
    final class Writer implements ChangeWriter {
        private final Random random;
        private final Set<Place> deleted = new HashSet<>();
        private final boolean holds;
        private int left;
        private boolean locks = true;
        private boolean hasAnnounced;
        private long version;

        /**
         * @param left so many rows are written until it crashes
         * @param holds whether everything that may have been written must be announced anew at once
         */
        Writer(Random random, int left, boolean holds) {
            this.random = random;
            this.left = left;
            this.holds = holds;
        }

        @Override
        public void announce(Checkpoint upTo) {
            if (holds && !hasAnnounced && announced().isPresent()) {
                long before = announced().get().changes();
                if (upTo.changes() < before) {
                    throw new AssertionError("goes back to " + upTo.changes() + " from " + before);
                }
            }
            hasAnnounced = true;
            if (announced == null || announced.changes() < upTo.changes()) {
                announced = upTo;
            }
        }

        @Override
        public int apply(ChangeSet changes) {
            if (!hasAnnounced) {
                throw new AssertionError("nothing was announced");
            }
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < changes.size(); i++) {
                order.add(i);
            }
            Collections.shuffle(order, random);
            int hit = 0;
            for (int i : order) {
                disturb();
                version = changes.sequences().get(i);
                hit += applyOne(changes, i) ? 1 : 0;
            }
            return hit;
        }

        private void disturb() {
            if (left-- == 0) {
                throw new ReplicationException(ErrorCode.TARGET_CONNECTION_LOST, "crash");
            }
            if (locks && random.nextInt(LOCKS) == 0) {
                locks = false;
                throw new ReplicationException(ErrorCode.TARGET_LOCK_CONFLICT, "locked");
            }
        }

        private boolean applyOne(ChangeSet changes, int i) {
            return switch (changes.kind()) {
                case INSERT, UPSERT -> put(changes.table(), changes.rows().get(i));
                case UPDATE ->
                    update(
                            changes.table(),
                            changes.identities().get(i),
                            changes.rows().get(i));
                case DELETE ->
                    delete(place(changes.table(), changes.identities().get(i)));
                case TRUNCATE -> throw new AssertionError("not part of this test");
            };
        }

        private boolean put(TableSchema table, Row row) {
            if (!row.isComplete()) {
                throw new AssertionError("a partial row must never be inserted");
            }
            write(place(table, row), MemoryTable.overlay(new ArrayList<>(Collections.nCopies(4, null)), row));
            return true;
        }

        private boolean update(TableSchema table, Row before, Row after) {
            Place place = place(table, before);
            Entry old = rows.get(place);
            if (old == null) {
                return deleted.contains(place);
            }
            if (old.version() > version) {
                return true;
            }
            Place moved = after.isPresent(0) ? place(table, after) : place;
            if (!moved.equals(place)) {
                rows.remove(place);
                deleted.add(place);
            }
            write(moved, MemoryTable.overlay(old.values(), after));
            return true;
        }

        private boolean delete(Place place) {
            Entry old = rows.get(place);
            if (old == null) {
                return deleted.contains(place);
            }
            if (old.version() <= version) {
                rows.remove(place);
                deleted.add(place);
            }
            return true;
        }

        private void write(Place place, List<@Nullable String> values) {
            Entry old = rows.get(place);
            if (old == null || old.version() <= version) {
                rows.put(place, new Entry(values, version));
            }
        }

        private static Place place(TableSchema table, Row row) {
            return new Place(table.id(), String.valueOf(row.text(0)));
        }

        @Override
        public void commit(Checkpoint moved) {
            if (left-- == 0) {
                throw new ReplicationException(ErrorCode.TARGET_CONNECTION_LOST, "crash");
            }
            checkpoint = moved;
            deleted.clear();
            locks = true;
        }

        @Override
        public void mark() {}

        @Override
        public void rollbackToMark() {}

        @Override
        public void record(RefusedChange refused) {
            throw new AssertionError("nothing is refused", refused.failure());
        }

        @Override
        public void suspend(TableId source, String reason) {
            throw new AssertionError("nothing is suspended");
        }

        @Override
        public void replayed(long id) {
            throw new AssertionError("nothing is replayed");
        }

        @Override
        public void rollback() {}

        @Override
        public void close() {}
    }
}

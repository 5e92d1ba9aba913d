package dev.millrace.source.mysql;

import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import dev.millrace.testing.contract.Intercepted;
import dev.millrace.testing.contract.Intercepted.Call;
import dev.millrace.testing.contract.TextRows;
import dev.millrace.testing.contract.source.CatalogueContract;
import dev.millrace.testing.contract.source.ChangeEventContract;
import dev.millrace.testing.contract.source.PositionContract;
import dev.millrace.testing.contract.source.SnapshotContract;
import dev.millrace.testing.contract.source.SourceFixture;
import dev.millrace.testing.contract.source.SourceTopic;
import dev.millrace.testing.contract.source.SourceTransactionContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A promise that a source may break, and the topic and test that must notice. */
enum Breach {
    ABSENT_IS_NULL(ChangeEventContract.class, "valuesThatTheLogDoesNotCarryAreAbsentAndNeverNull") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return withEvents(
                    call,
                    event -> event instanceof ChangeEvent.RowUpdate update
                            ? new ChangeEvent.RowUpdate(
                                    update.table(), update.before(), withoutAbsence(update.table(), update.after()))
                            : event);
        }
    },
    DELETES_ARE_LOST(ChangeEventContract.class, "insertsUpdatesAndDeletesAreTold") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return withEvents(call, event -> event instanceof ChangeEvent.RowDelete ? null : event);
        }
    },
    TRUNCATION_IS_LOST(ChangeEventContract.class, "truncationIsTold") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return withEvents(call, event -> event instanceof ChangeEvent.TableTruncate ? null : event);
        }
    },
    OLD_KEYS_ARE_LOST(ChangeEventContract.class, "keyThatMovesIsToldWithItsOldAndNewPlace") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return withEvents(
                    call,
                    event -> event instanceof ChangeEvent.RowUpdate update
                            ? new ChangeEvent.RowUpdate(update.table(), null, update.after())
                            : event);
        }
    },
    NEW_SHAPES_ARE_NOT_TOLD(ChangeEventContract.class, "rowsHaveTheShapeOfTheirTableAndANewShapeIsToldBefore") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return withEvents(call, event -> event instanceof ChangeEvent.SchemaChange ? null : event);
        }
    },
    COMMITS_HAVE_NO_TIME(SourceTransactionContract.class, "commitsTellWhenTheyWere") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return withEvents(
                    call,
                    event -> event instanceof ChangeEvent.TransactionCommit commit
                            ? new ChangeEvent.TransactionCommit(commit.position(), Instant.EPOCH)
                            : event);
        }
    },
    ORDER_IS_LOST(SourceTransactionContract.class, "changesOfManyTablesKeepTheirOrder") {
        @Override
        @Nullable
        Object meddle(Call call) {
            Object result = call.proceed();
            return result instanceof ChangeBatch batch
                    ? new ChangeBatch(turned(batch.events()), batch.byteSize())
                    : result;
        }
    },
    POSITION_STANDS_STILL(PositionContract.class, "currentPositionCoversWhatWasCommittedBeforeAndNothingLater") {
        @Override
        @Nullable
        Object meddle(Call call) {
            if (call.name().equals("currentPosition")) {
                firstPosition = firstPosition == null ? call.proceed() : firstPosition;
                return firstPosition;
            }
            return call.proceed();
        }
    },
    LOG_IS_READ_FROM_ITS_END(PositionContract.class, "readerGoesOnBehindAnyCommitAndAnyPlaceBetween") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return call.name().equals("openReader") && call.target() instanceof Source source
                    ? call.proceed(source.currentPosition(), call.arguments()[1])
                    : call.proceed();
        }
    },
    LAST_CHUNK_IS_LOST(SnapshotContract.class, "manyThreadsReadAtOnceAndEachRowOnce") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return call.name().equals("plan") && call.proceed() instanceof List<?> chunks
                    ? chunks.subList(0, chunks.size() - 1)
                    : call.proceed();
        }
    },
    MORE_ROWS_COME_THAN_ASKED_FOR(SnapshotContract.class, "readerGivesNoMoreThanItIsAskedForAndThenNothing") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return call.name().equals("next")
                    ? call.proceed(2 * (Integer) call.arguments()[0], call.arguments()[1])
                    : call.proceed();
        }
    },
    EVERY_CHUNK_IS_CALLED_STABLE(SnapshotContract.class, "rangesOfOtherColumnsThanTheKeysAreNotStable") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return call.name().equals("isStable") ? Boolean.TRUE : call.proceed();
        }
    },
    STABLE_CHUNKS_MOVE(SnapshotContract.class, "stableChunksMayBeReadUnderDifferentSnapshots") {
        @Override
        @Nullable
        Object meddle(Call call) {
            if (!call.name().equals("read")) {
                return call.proceed();
            }
            Chunk chunk = (Chunk) call.arguments()[1];
            // as if rows had gone on to the chunk before
            return call.proceed(
                    call.arguments()[0],
                    new Chunk(
                            chunk.ordinal(),
                            chunk.bounds().replaceFirst("from=\\d+;", ""),
                            chunk.estimatedRows(),
                            chunk.name()));
        }
    },
    EVERY_TABLE_SHOWS(CatalogueContract.class, "onlyWantedTablesShow") {
        @Override
        @Nullable
        Object meddle(Call call) {
            Predicate<TableId> all = table -> true;
            return call.name().equals("tables") ? call.proceed(all) : call.proceed();
        }
    };

    private final Class<? extends SourceTopic> topic;
    private final String noticedBy;

    @Nullable
    Object firstPosition;

    Breach(Class<? extends SourceTopic> topic, String noticedBy) {
        this.topic = topic;
        this.noticedBy = noticedBy;
    }

    /** Makes a call of the source, or of one of its snapshots and readers, in the wrong way. */
    abstract @Nullable Object meddle(Call call);

    Class<? extends SourceTopic> topic() {
        return topic;
    }

    String noticedBy() {
        return noticedBy;
    }

    /**
     * A place whose sources keep every promise but this one.
     *
     * @param isMade whether the breach is made; if not, all calls only go through the same hands
     */
    SourceFixture broken(SourceFixture fixture, boolean isMade) {
        return Intercepted.of(SourceFixture.class, fixture, call -> {
            Object result = call.proceed();
            return result instanceof Source source
                    ? Intercepted.of(Source.class, source, inside -> meddleDeeply(inside, isMade))
                    : result;
        });
    }

    private @Nullable Object meddleDeeply(Call call, boolean isMade) {
        Object result = isMade ? meddle(call) : call.proceed();
        if (result instanceof Snapshot snapshot) {
            return Intercepted.of(Snapshot.class, snapshot, inside -> meddleDeeply(inside, isMade));
        }
        if (result instanceof ChunkReader reader) {
            return Intercepted.of(ChunkReader.class, reader, inside -> meddleDeeply(inside, isMade));
        }
        return result instanceof ChangeReader reader
                ? Intercepted.of(ChangeReader.class, reader, inside -> meddleDeeply(inside, isMade))
                : result;
    }

    private static @Nullable Object withEvents(Call call, UnaryOperator<@Nullable ChangeEvent> change) {
        Object result = call.proceed();
        if (!(result instanceof ChangeBatch batch)) {
            return result;
        }
        List<ChangeEvent> events = new ArrayList<>();
        for (ChangeEvent event : batch.events()) {
            ChangeEvent changed = change.apply(event);
            if (changed != null) {
                events.add(changed);
            }
        }
        return new ChangeBatch(events, batch.byteSize());
    }

    /** Neighbours that are changes of rows change places. */
    private static List<ChangeEvent> turned(List<ChangeEvent> events) {
        List<ChangeEvent> turned = new ArrayList<>(events);
        for (int i = 1; i < turned.size(); i++) {
            if (turned.get(i) instanceof ChangeEvent.RowInsert && turned.get(i - 1) instanceof ChangeEvent.RowInsert) {
                turned.set(i, turned.set(i - 1, turned.get(i)));
                i++;
            }
        }
        return turned;
    }

    private static Row withoutAbsence(TableSchema table, Row row) {
        return TextRows.row(
                table,
                TextRows.values(table, row).stream()
                        .map(value -> TextRows.ABSENT.equals(value) ? null : value)
                        .toArray(String[]::new));
    }
}

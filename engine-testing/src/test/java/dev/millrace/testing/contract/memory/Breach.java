package dev.millrace.testing.contract.memory;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.testing.contract.Intercepted;
import dev.millrace.testing.contract.Intercepted.Call;
import dev.millrace.testing.contract.TextRows;
import dev.millrace.testing.contract.sink.ChangeWriterContract;
import dev.millrace.testing.contract.sink.CommitAheadContract;
import dev.millrace.testing.contract.sink.FenceContract;
import dev.millrace.testing.contract.sink.KeylessChangeContract;
import dev.millrace.testing.contract.sink.LoadWriterContract;
import dev.millrace.testing.contract.sink.RefusalContract;
import dev.millrace.testing.contract.sink.SinkTopic;
import dev.millrace.testing.contract.sink.TargetTableContract;
import dev.millrace.testing.contract.sink.TargetTransactionContract;
import dev.millrace.testing.contract.sink.TargetValueContract;
import dev.millrace.testing.contract.sink.TaskStoreContract;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A promise that a sink may break, and the topic and test that must notice. */
enum Breach {
    ABSENT_IS_NULL(ChangeWriterContract.class, "updatesTouchTheirRowsAndOnlyTheColumnsThatArePresent") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return withRows(call, value -> TextRows.ABSENT.equals(value) ? null : value);
        }
    },
    NULL_IS_EMPTY(ChangeWriterContract.class, "updatesToNullAreNoAbsentColumns") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return withRows(call, value -> value == null ? "" : value);
        }
    },
    LONG_VALUES_ARE_CUT(TargetValueContract.class, "valuesThatDoNotFitAreDataErrors") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return withRows(call, value -> value == null || value.length() <= 100 ? value : value.substring(0, 100));
        }
    },
    EVERY_ROW_IS_COUNTED(ChangeWriterContract.class, "deletesCountRowsThatWereThere") {
        @Override
        @Nullable
        Object meddle(Call call) {
            Object counted = call.proceed();
            return call.name().equals("apply") ? Integer.valueOf(((ChangeSet) call.arguments()[0]).size()) : counted;
        }
    },
    KEYLESS_DELETE_TAKES_ALL_EQUAL_ROWS(KeylessChangeContract.class, "deleteTakesOneRowPerIdentity") {
        @Override
        @Nullable
        Object meddle(Call call) {
            Object first = call.proceed();
            boolean deletes = call.arguments().length == 1
                    && call.arguments()[0] instanceof ChangeSet set
                    && set.kind() == ChangeSet.Kind.DELETE;
            Object found = first;
            while (deletes && !Integer.valueOf(0).equals(found)) {
                found = call.proceed();
            }
            return first;
        }
    },
    ROLLBACK_KEEPS_EVERYTHING(
            TargetTransactionContract.class, "rollbackTakesBackWhatWasAppliedSinceTheLastCommitAndNothingElse") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return call.name().equals("rollback") ? null : call.proceed();
        }
    },
    CHECKPOINT_IS_FORGOTTEN(TaskStoreContract.class, "startIsRemembered") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return call.name().equals("checkpoint") ? Optional.empty() : call.proceed();
        }
    },
    FENCED_WRITERS_SEEM_TO_COMMIT(FenceContract.class, "changesUnderAnOlderFenceAreNotCommitted") {
        @Override
        @Nullable
        Object meddle(Call call) {
            try {
                return call.proceed();
            } catch (ReplicationException failure) {
                if (failure.code() == ErrorCode.FENCED) {
                    return null;
                }
                throw failure;
            }
        }
    },
    RANGE_IS_NOT_WRITTEN(CommitAheadContract.class, "rowsAndRangeAreCommittedTogetherAndTheCheckpointStays") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return call.name().equals("appliedRanges") ? List.of() : call.proceed();
        }
    },
    ROWS_AHEAD_ARE_LOST(CommitAheadContract.class, "writerCommitsAheadWhileAnotherOneIsStillApplying") {
        @Override
        @Nullable
        Object meddle(Call call) {
            if (call.name().equals("commitAhead")) {
                ((ChangeWriter) call.target()).rollback();
            }
            return call.proceed();
        }
    },
    COVERED_RANGES_STAY(CommitAheadContract.class, "checkpointForgetsAllRangesThatItCovers") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return call.name().equals("commit") && call.arguments().length == 2
                    ? call.proceed(call.arguments()[0], List.of())
                    : call.proceed();
        }
    },
    FENCED_WRITERS_SEEM_TO_COMMIT_AHEAD(
            CommitAheadContract.class, "rangesUnderAnOlderFenceAreNeitherRememberedNorForgotten") {
        @Override
        @Nullable
        Object meddle(Call call) {
            try {
                return call.proceed();
            } catch (ReplicationException failure) {
                if (failure.code() == ErrorCode.FENCED && call.name().equals("commitAhead")) {
                    return null;
                }
                throw failure;
            }
        }
    },
    RESET_KEEPS_RANGES(CommitAheadContract.class, "resetForgetsRanges") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return call.name().equals("reset") ? null : call.proceed();
        }
    },
    ROWS_OF_A_LOAD_ARE_LOST(LoadWriterContract.class, "rowsAndMarkAreCommittedTogether") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return call.name().equals("write") ? null : call.proceed();
        }
    },
    MARKS_ARE_FORGOTTEN(RefusalContract.class, "transactionGoesOnFromItsMark") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return call.name().equals("rollbackToMark") ? null : call.proceed();
        }
    },
    RECORDS_ARE_LOST(RefusalContract.class, "whatIsRecordedCanBeReadBack") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return call.name().equals("record") ? null : call.proceed();
        }
    },
    MISSING_COLUMNS_ARE_NOT_FOUND(TargetTableContract.class, "presentTableThatLacksAColumnIsFoundBeforeAnyRowComes") {
        @Override
        @Nullable
        Object meddle(Call call) {
            return call.name().equals("checkPresent") ? List.of() : call.proceed();
        }
    },
    MESSAGES_HOLD_VALUES(TargetValueContract.class, "messagesHoldNoValues") {
        @Override
        @Nullable
        Object meddle(Call call) {
            try {
                return call.proceed();
            } catch (ReplicationException failure) {
                ChangeSet set = (ChangeSet) call.arguments()[0];
                throw failure.within(set.rows().get(0).text(1));
            }
        }
    };

    private final Class<? extends SinkTopic> topic;
    private final String noticedBy;

    Breach(Class<? extends SinkTopic> topic, String noticedBy) {
        this.topic = topic;
        this.noticedBy = noticedBy;
    }

    /** Makes a call of the sink, or of one of its writers and stores, in the wrong way. */
    abstract @Nullable Object meddle(Call call);

    Class<? extends SinkTopic> topic() {
        return topic;
    }

    String noticedBy() {
        return noticedBy;
    }

    /** A sink that keeps every promise but this one. */
    Sink broken(Sink sink) {
        return Intercepted.of(Sink.class, sink, call -> {
            Object result = meddle(call);
            if (result instanceof ChangeWriter writer) {
                return Intercepted.of(ChangeWriter.class, writer, this::meddle);
            }
            if (result instanceof LoadWriter writer) {
                return Intercepted.of(LoadWriter.class, writer, this::meddle);
            }
            return result instanceof TaskStore store ? Intercepted.of(TaskStore.class, store, this::meddle) : result;
        });
    }

    private static @Nullable Object withRows(Call call, UnaryOperator<@Nullable String> change) {
        if (call.arguments().length == 1 && call.arguments()[0] instanceof ChangeSet set) {
            List<Row> rows = set.rows().stream()
                    .map(row -> changed(set.table(), row, change))
                    .toList();
            return call.proceed(new ChangeSet(set.table(), set.kind(), set.identities(), rows));
        }
        return call.proceed();
    }

    private static Row changed(TableSchema table, Row row, UnaryOperator<@Nullable String> change) {
        return TextRows.row(
                table, TextRows.values(table, row).stream().map(change).toArray(String[]::new));
    }
}

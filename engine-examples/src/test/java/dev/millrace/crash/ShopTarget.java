package dev.millrace.crash;

import dev.millrace.lake.DataLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where an {@link EmulatedShop} is replicated to. */
interface ShopTarget extends AutoCloseable {

    /** Starts a server of that kind, with its files in the folder. */
    static ShopTarget start(String kind, Path folder) throws IOException, SQLException {
        return switch (kind) {
            case "dynamodb" -> new ItemShop(ItemTarget.start(Files.createDirectories(folder.resolve(kind))));
            case "s3" -> LakeShop.of(DataLake.start(Files.createDirectories(folder.resolve(kind))));
            default -> DatabaseShop.on(Engine.named(kind).start());
        };
    }

    /** What a task file says about it. */
    String endpoint();

    /** Further rules of the task, each with a comma in front. */
    default String rules() {
        return "";
    }

    /** Those that it can hold so that they can be compared. */
    default List<String> tables() {
        return List.of("items");
    }

    /** Whether it can follow updates of keys, and of rows without one. */
    default boolean takesOldRows() {
        return true;
    }

    /** How long the shop rests between two transactions. */
    int pauseMillis();

    /** A number that rises while changes are applied; -1 before anything is there. */
    int progress();

    /** Fails unless a table holds these rows, given in any order. */
    void assertHolds(String table, List<List<@Nullable String>> rows) throws SQLException;

    /** Stops the server. */
    @Override
    void close();
}

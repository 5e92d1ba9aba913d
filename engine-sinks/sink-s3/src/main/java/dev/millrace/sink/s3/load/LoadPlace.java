package dev.millrace.sink.s3.load;

import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;

/**
 * Where the files of a chunk lie below the folder of their table, and what they are called (dms-reference §5.1).
 *
 * @param folder with a slash at its end; empty for the table's own
 * @param prefix in front of {@code LOAD}
 * @param numbers of the files
 */
record LoadPlace(String folder, String prefix, LoadNumbers numbers) {

    /**
     * The place of a chunk: partitions and named ranges have folders, whose files are numbered together; ranges without names have numbers
     * of their own.
     *
     * @param ofTable numbers the files of the table
     */
    static LoadPlace of(Chunk chunk, ChunkPolicy policy, LoadNumbers ofTable) {
        if (policy instanceof ChunkPolicy.Ranges ranges) {
            return ranges.names().isEmpty()
                    ? new LoadPlace("", "SEGMENT" + (chunk.ordinal() + 1) + "_", new LoadNumbers())
                    : inFolder(ranges.names().get(chunk.ordinal()), ofTable);
        }
        boolean isPlanned = policy instanceof ChunkPolicy.Planned;
        return isPlanned || chunk.name().isEmpty() ? inTable(ofTable) : inFolder(chunk.name(), ofTable);
    }

    static LoadPlace inTable(LoadNumbers ofTable) {
        return new LoadPlace("", "", ofTable);
    }

    private static LoadPlace inFolder(String name, LoadNumbers ofTable) {
        return new LoadPlace(name + "/", "", ofTable);
    }

    /** The next file's name without its folder. */
    String name(int number) {
        return String.format("%sLOAD%08X", prefix, number);
    }
}

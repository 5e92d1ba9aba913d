package dev.millrace.benchmarks.race;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.benchmarks.race.workload.ScatteredChanges;
import dev.millrace.benchmarks.race.workload.Table;
import java.util.List;

/** The target of races whose contestants only read. */
final class Nowhere implements RaceTarget {
    private static final long NO_PROCESS = -1;

    @Override
    public String describe() {
        return "none: what is read is let go of";
    }

    @Override
    public boolean keepsRows() {
        return false;
    }

    @Override
    public long processId() {
        return NO_PROCESS;
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
        return new ObjectMapper().createObjectNode().put("EngineName", "nowhere");
    }

    @Override
    public List<String> digests(String place, List<Table> tables) {
        throw new UnsupportedOperationException("nothing is kept");
    }

    @Override
    public void drop(String place) {}

    @Override
    public void close() {}
}

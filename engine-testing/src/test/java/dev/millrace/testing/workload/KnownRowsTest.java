package dev.millrace.testing.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

class KnownRowsTest {

    @Property
    void rollbackRestoresExactlyWhatWasCommitted(
            @ForAll @Size(max = 30) List<Boolean> committedAdds,
            @ForAll @Size(max = 30) List<Boolean> takenBackAdds,
            @ForAll long seed) {
        KnownRows<Integer> rows = new KnownRows<>();
        Random random = new Random(seed);
        change(rows, committedAdds, random, 0);
        rows.commit();
        List<Integer> committed = contents(rows);
        change(rows, takenBackAdds, random, 1000);
        rows.rollback();
        assertThat(contents(rows)).isEqualTo(committed);
    }

    private static void change(KnownRows<Integer> rows, List<Boolean> adds, Random random, int firstKey) {
        int key = firstKey;
        for (boolean add : adds) {
            if (add || rows.size() == 0) {
                rows.add(key++);
            } else {
                rows.removeAny(random);
            }
        }
    }

    private static List<Integer> contents(KnownRows<Integer> rows) {
        List<Integer> contents = new ArrayList<>();
        Random lastOne = new Random() {
            private static final long serialVersionUID = 1L;

            @Override
            public int nextInt(int bound) {
                return bound - 1;
            }
        };
        while (rows.size() > 0) {
            contents.add(rows.removeAny(lastOne));
        }
        rows.rollback();
        return contents;
    }
}

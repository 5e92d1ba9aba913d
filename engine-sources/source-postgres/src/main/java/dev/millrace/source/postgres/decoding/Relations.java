package dev.millrace.source.postgres.decoding;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Relations by their number, looked up once per row without boxing. Belongs to one thread. */
final class Relations {
    private int[] oids = new int[0];
    private @Nullable Relation[] relations = new Relation[0];

    /** The relation's place, or a negative number if no relation message came for it. */
    int find(int oid) {
        return Arrays.binarySearch(oids, oid);
    }

    /** Null if the relation is known and not replicated. */
    @Nullable
    Relation at(int place) {
        return relations[place];
    }

    void put(int oid, @Nullable Relation relation) {
        int place = find(oid);
        if (place >= 0) {
            relations[place] = relation;
            return;
        }
        int insertion = -place - 1;
        int[] moreOids = new int[oids.length + 1];
        @Nullable Relation[] moreRelations = new Relation[oids.length + 1];
        System.arraycopy(oids, 0, moreOids, 0, insertion);
        System.arraycopy(oids, insertion, moreOids, insertion + 1, oids.length - insertion);
        System.arraycopy(relations, 0, moreRelations, 0, insertion);
        System.arraycopy(relations, insertion, moreRelations, insertion + 1, oids.length - insertion);
        moreOids[insertion] = oid;
        moreRelations[insertion] = relation;
        oids = moreOids;
        relations = moreRelations;
    }
}

package dev.millrace.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Orders tables by their foreign keys: parents before children. Tables of a cycle end where the walk first meets them. */
public final class ForeignKeyOrder {
    private final Map<TableId, TableSchema> tables = new LinkedHashMap<>();
    private final Map<TableId, Integer> ranks = new HashMap<>();

    public ForeignKeyOrder(Collection<TableSchema> tables) {
        tables.forEach(table -> this.tables.put(table.id(), table));
        tables.forEach(table -> rank(table.id(), new HashSet<>()));
    }

    /** Lower for parents than for their children; 0 for tables that are not known. */
    public int rank(TableId table) {
        return ranks.getOrDefault(table, 0);
    }

    public List<TableId> parentsFirst() {
        return tables.keySet().stream()
                .sorted(Comparator.comparingInt(this::rank))
                .toList();
    }

    public List<TableId> childrenFirst() {
        return tables.keySet().stream()
                .sorted(Comparator.comparingInt((TableId table) -> -rank(table)))
                .toList();
    }

    private int rank(TableId table, Set<TableId> above) {
        Integer known = ranks.get(table);
        TableSchema schema = tables.get(table);
        if (known != null || schema == null || !above.add(table)) {
            return known == null ? 0 : known;
        }
        int rank = 0;
        for (ForeignKeySchema key : schema.foreignKeys()) {
            if (!key.parent().equals(table) && tables.containsKey(key.parent())) {
                rank = Math.max(rank, 1 + rank(key.parent(), above));
            }
        }
        above.remove(table);
        ranks.put(table, rank);
        return rank;
    }
}

package dev.millrace.sink.jdbc;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * What follows if the user's script makes the target's sessions pass over foreign keys, as DMS advises for speed (dms-reference §7):
 * the changes of parents and children need not wait for each other, and the target no longer does what the keys tell it to.
 */
public final class UnenforcedKeys {
    private UnenforcedKeys() {}

    /** The table as those sessions treat it. */
    public static TableSchema without(TableSchema target) {
        return target.foreignKeys().isEmpty()
                ? target
                : target.toBuilder().foreignKeys(List.of()).build();
    }

    /** InnoDB changes children by itself and does not log it, so that only a target that does the same stays equal. */
    public static List<Finding> findings(List<TableSchema> wanted) {
        List<Finding> findings = new ArrayList<>();
        for (TableSchema table : wanted) {
            if (table.family() == EngineFamily.MYSQL) {
                table.foreignKeys().stream()
                        .filter(ForeignKeySchema::actsOnChildren)
                        .forEach(key -> findings.add(finding(table, key)));
            }
        }
        return findings;
    }

    private static Finding finding(TableSchema table, ForeignKeySchema key) {
        return Finding.warning(
                ErrorCode.TARGET_SETTING_WRONG,
                "the source changes rows of table " + table.id() + " by foreign key " + key.name() + " (ON DELETE "
                        + key.onDelete() + ", ON UPDATE " + key.onUpdate() + ") without logging it, and the target's"
                        + " sessions pass over foreign keys, so those rows will differ",
                "take session_replication_role or foreign_key_checks out of the target's AfterConnectScript or Initstmt");
    }
}

package dev.millrace.source.mysql.binlog;

import dev.millrace.model.ByteBuilder;
import dev.millrace.source.mysql.position.GtidPosition;
import dev.millrace.source.mysql.position.GtidSet;
import dev.millrace.source.mysql.position.GtidState;
import dev.millrace.source.mysql.position.MySqlPosition;
import dev.millrace.source.mysql.server.Flavor;
import dev.millrace.source.mysql.server.Sql;
import dev.millrace.source.mysql.wire.EventStream;
import dev.millrace.source.mysql.wire.WireSession;
import java.time.Duration;
import java.util.UUID;

/**
 * Asks a server for its log.
 *
 * @param from behind which place to begin
 * @param serverId the replica id to register under
 * @param replica tells this reader from others; a server ends an older dump of the same replica
 * @param awaitsMore whether the server shall wait for new events at the end of its log
 */
record DumpRequest(MySqlPosition from, long serverId, UUID replica, boolean awaitsMore) {
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);
    private static final int DUMP = 0x12;
    private static final int DUMP_GTID = 0x1E;
    private static final int DO_NOT_WAIT = 1;
    private static final int THROUGH_GTID = 4;
    private static final long FIRST_EVENT = 4;

    /** Sends the request; the events come from then on. */
    EventStream send(WireSession session, Flavor flavor, String threadName) {
        String checksum = session.value("SELECT @@GLOBAL.binlog_checksum");
        session.execute("SET @master_binlog_checksum = @@GLOBAL.binlog_checksum,"
                + " @source_binlog_checksum = @@GLOBAL.binlog_checksum,"
                + " @master_heartbeat_period = " + HEARTBEAT.toNanos()
                + ", @source_heartbeat_period = " + HEARTBEAT.toNanos()
                + ", @slave_uuid = " + Sql.text(replica.toString())
                + ", @replica_uuid = " + Sql.text(replica.toString()));
        GtidState gtids = from.gtids();
        if (flavor == Flavor.MARIADB) {
            session.execute("SET @mariadb_slave_capability = 4");
            if (gtids instanceof GtidPosition position) {
                session.execute("SET @slave_connect_state = " + Sql.text(position.text())
                        + ", @slave_gtid_strict_mode = 1, @slave_gtid_ignore_duplicates = 0");
            }
        }
        session.silenceLimit(LONGEST_SILENCE);
        byte[] command = gtids instanceof GtidSet set ? dumpByGtid(set) : dumpByFile();
        return session.dump(command, !checksum.equalsIgnoreCase("NONE"), threadName);
    }

    private byte[] dumpByGtid(GtidSet set) {
        byte[] data = set.toBytes();
        ByteBuilder out = new ByteBuilder();
        out.append((byte) DUMP_GTID);
        number(out, THROUGH_GTID | (awaitsMore ? 0 : DO_NOT_WAIT), 2);
        number(out, serverId, 4);
        number(out, 0, 4);
        number(out, FIRST_EVENT, 8);
        number(out, data.length, 4);
        return out.append(data).toByteArray();
    }

    private byte[] dumpByFile() {
        boolean byGtid = from.gtids() != null;
        ByteBuilder out = new ByteBuilder();
        out.append((byte) DUMP);
        number(out, byGtid ? FIRST_EVENT : Math.max(FIRST_EVENT, from.offset()), 4);
        number(out, awaitsMore ? 0 : DO_NOT_WAIT, 2);
        number(out, serverId, 4);
        return out.append(byGtid ? "" : from.file()).toByteArray();
    }

    private static void number(ByteBuilder out, long value, int width) {
        for (int i = 0; i < width; i++) {
            out.append((byte) (value >>> (8 * i)));
        }
    }
}

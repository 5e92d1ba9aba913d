package dev.millrace.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the two servers that speak MySQL's protocol share: the user {@code root} with a password, and how they start and end. */
abstract sealed class MySqlFamilyServer extends EmbeddedServer permits MySqlServer, MariaDbServer {

    static final String USERNAME = "root";
    static final String PASSWORD = "root";

    /** One statement a line, as bootstrap files demand. */
    static final List<String> CREATE_USERS = List.of(
            "CREATE USER '" + USERNAME + "'@'%' IDENTIFIED BY '" + PASSWORD + "';",
            "GRANT ALL PRIVILEGES ON *.* TO '" + USERNAME + "'@'%' WITH GRANT OPTION;",
            "ALTER USER '" + USERNAME + "'@'localhost' IDENTIFIED BY '" + PASSWORD + "';");

    private final Path program;
    private final List<String> options;

    MySqlFamilyServer(InstanceFolder folder, Path program, List<String> ownOptions, MySqlFamilyBuilder<?, ?> builder) {
        super(folder, Readiness.MYSQL, builder);
        this.program = program;
        this.options =
                Stream.concat(ownOptions.stream(), builder.options().stream()).toList();
    }

    /** The server id is the port, so that no two servers of a machine have the same. */
    @Override
    final List<String> command(int listenPort) {
        List<String> command = new ArrayList<>(commandWithoutOptions(program));
        command.add("--datadir=" + dataDirectory());
        command.add("--bind-address=" + host());
        command.add("--port=" + listenPort);
        command.add("--socket=server.sock");
        command.add("--pid-file=server.pid");
        // a server that starts deletes the temporary tables of others in the same folder
        command.add("--tmpdir=" + dataDirectory().getParent());
        command.add("--server-id=" + listenPort);
        command.addAll(options);
        return command;
    }

    /** The program, told to read no option file and that running as root is meant. */
    static List<String> commandWithoutOptions(Path program) {
        return SuperUser.isCurrent()
                ? List.of(program.toString(), "--no-defaults", "--user=root")
                : List.of(program.toString(), "--no-defaults");
    }

    @Override
    final void requestStop(OsProcess running) {
        running.terminate();
    }

    @Override
    final void requestEnd(OsProcess running) {
        running.kill();
    }

    /** An address for MariaDB Connector/J, which talks to both servers. */
    @Override
    public final String jdbcUrl(String database) {
        return "jdbc:mariadb://" + host() + ":" + port() + "/" + database + "?allowPublicKeyRetrieval=true";
    }

    @Override
    public final String username() {
        return USERNAME;
    }

    @Override
    public final String password() {
        return PASSWORD;
    }
}

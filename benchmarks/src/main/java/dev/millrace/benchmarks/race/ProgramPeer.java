package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A program that copies a database as a whole, or two of which the second reads what the first has written: each with as many streams
 * as the engine has. It makes the tables itself, in an empty database.
 */
final class ProgramPeer implements Contestant {
    private final Tool tool;
    private final RaceServer source;
    private final RaceServer target;

    /** What is run, and where. */
    enum Tool {
        DUMP("pg_dump and pg_restore", "pg_dump pg_restore") {
            @Override
            String script(RaceServer source, RaceServer target, String database, Path folder) {
                return "pg_dump -Fd -j" + FullLoad.STREAMS + " -n race -f '" + folder + "/dump' "
                        + postgres(source, source.home())
                        + " && pg_restore -j" + FullLoad.STREAMS + " " + postgres(target, database) + " '" + folder
                        + "/dump'";
            }
        },
        PGCOPYDB("pgcopydb", "pgcopydb pg_dump pg_restore") {
            @Override
            String script(RaceServer source, RaceServer target, String database, Path folder) {
                return "pgcopydb clone --table-jobs " + FullLoad.STREAMS + " --index-jobs " + FullLoad.STREAMS
                        + " --split-tables-larger-than 64MB --no-owner --dir '" + folder + "/work' --source '"
                        + address(source, source.home()) + "' --target '" + address(target, database) + "'";
            }
        },
        MYDUMPER("mydumper and myloader", "mydumper myloader") {
            @Override
            String script(RaceServer source, RaceServer target, String database, Path folder) {
                return "mydumper " + mysql(source) + " -B race -t " + FullLoad.STREAMS
                        + " -r 100000 -o '" + folder + "/dump' && myloader " + mysql(target) + " -o -t "
                        + FullLoad.STREAMS + " -d '" + folder + "/dump'";
            }
        },
        MYSQLDUMP("mysqldump and mysql", "mysqldump mysql") {
            @Override
            String script(RaceServer source, RaceServer target, String database, Path folder) {
                return "mysqldump " + client(source) + " --single-transaction --quick --databases race | mysql "
                        + client(target);
            }
        };

        private final String contestant;
        private final String programs;

        /** @param programs their names, with a blank between them */
        Tool(String contestant, String programs) {
            this.contestant = contestant;
            this.programs = programs;
        }

        private List<String> programs() {
            return List.of(programs.split(" "));
        }

        abstract String script(RaceServer source, RaceServer target, String database, Path folder);

        private static String postgres(RaceServer server, String database) {
            return "-h " + server.server().host() + " -p " + server.server().port() + " -U "
                    + server.server().username() + " -d " + database;
        }

        private static String address(RaceServer server, String database) {
            return "postgres://" + server.server().username() + ":"
                    + server.server().password() + "@" + server.server().host() + ":"
                    + server.server().port() + "/" + database;
        }

        /** Where the password is given without a blank. */
        private static String client(RaceServer server) {
            return "--protocol=tcp -h " + server.server().host() + " -P "
                    + server.server().port() + " -u " + server.server().username() + " -p"
                    + server.server().password();
        }

        private static String mysql(RaceServer server) {
            return "-h " + server.server().host() + " -P " + server.server().port() + " -u "
                    + server.server().username() + " -p " + server.server().password();
        }
    }

    ProgramPeer(Tool tool, Track<?, ? extends RaceServer> track) {
        this.tool = tool;
        this.source = track.source();
        this.target = track.target();
    }

    @Override
    public String name() {
        return tool.contestant;
    }

    @Override
    public String describe() {
        return (tool == Tool.MYSQLDUMP ? "one stream" : FullLoad.STREAMS + " streams")
                + ", into an empty database; index built by the program; "
                + tool.programs().stream().map(Programs::version).collect(Collectors.joining(", "));
    }

    @Override
    public Attempt prepare(int pair) throws IOException, SQLException {
        String database = target.nameFor(name(), pair);
        target.createEmpty(database);
        Path folder = Files.createTempDirectory("race-copy");
        ProcessBuilder shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        tool.script(source, target, database, folder) + "; code=$?; rm -rf '" + folder
                                + "'; exit $code")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        shell.environment().put("PGPASSWORD", source.server().password());
        return new ProcessAttempt(database, List.of(List.of(shell)));
    }

    /** Which of a tool's programs is missing, or too old for the server. */
    static Optional<String> obstacle(Tool tool) {
        return Programs.obstacle(tool.programs());
    }
}

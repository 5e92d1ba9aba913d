package dev.millrace.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Database servers refuse to run as root, or want to be told that it is meant. */
final class SuperUser {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private SuperUser() {}

    static boolean isCurrent() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException unknown) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    /** How a program that refuses to run as root is run by root. */
    enum Disguise {
        /** An ordinary user needs none. */
        NONE(""),
        /** A user namespace of its own, in which root is nobody in particular and yet owns its files. */
        NAMESPACE("unshare -U"),
        /** The user nobody, where containers forbid namespaces; he has to be given the folders he is to write to. */
        NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups");

        private static final int NOBODYS_ID = 65_534;

        private final String prefix;

        Disguise(String prefix) {
            this.prefix = prefix;
        }

        /** The one that works here. */
        static Disguise choose(Path logFolder) {
            if (!isCurrent()) {
                return NONE;
            }
            return NAMESPACE.works(logFolder.resolve("namespace.log")) ? NAMESPACE : NOBODY;
        }

        private boolean works(Path log) {
            try {
                OsProcess.run(List.of("unshare", "-U", "true"), Map.of(), null, log, TIMEOUT);
                return true;
            } catch (EmbeddedServerException forbidden) {
                return false;
            }
        }

        /** What to put before the command. */
        List<String> prefix() {
            return prefix.isEmpty() ? List.of() : List.of(prefix.split(" "));
        }

        /** Lets the disguised program own a file or folder, not what is in it. */
        void give(Path path) throws IOException {
            if (this == NOBODY) {
                Files.setAttribute(path, "unix:uid", NOBODYS_ID);
                Files.setAttribute(path, "unix:gid", NOBODYS_ID);
            }
        }
    }
}

package dev.millrace.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Database servers refuse to run as root, or want to be told that it is meant. */
final class SuperUser {

    private SuperUser() {}

    static boolean isCurrent() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException unknown) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    /**
     * What to put before a command that refuses to run as root: a user namespace of its own, in which root is nobody in
     * particular and yet owns its files.
     */
    static List<String> disguise() {
        return isCurrent() ? List.of("unshare", "-U") : List.of();
    }
}

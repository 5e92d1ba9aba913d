package dev.millrace.servers;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** A folder within a jar on the class path, for binaries that are not packed a second time. */
record BundledFolder(String resource, URL marker) {

    /** The folder that holds a file of this name, or null if the class path has no jar with it. */
    static @Nullable BundledFolder find(String folder, String file) {
        URL marker = BundledFolder.class.getClassLoader().getResource(folder + "/" + file);
        return marker == null ? null : new BundledFolder(folder + "/", marker);
    }

    String fingerprint() {
        try (JarFile jar = jar()) {
            long sum = jar.stream()
                    .filter(this::isWithin)
                    .mapToLong(JarEntry::getCrc)
                    .sum();
            return Long.toHexString(sum);
        } catch (IOException failure) {
            throw new EmbeddedServerException("The jar of " + marker + " can't be read: " + failure, failure);
        }
    }

    /** Copies the chosen files, named by their path within the folder. */
    void unpack(Path target, Predicate<String> chosen) throws IOException {
        try (JarFile jar = jar()) {
            for (JarEntry entry : jar.stream().filter(this::isWithin).toList()) {
                String name = entry.getName().substring(resource.length());
                if (chosen.test(name)) {
                    Path file = target.resolve(name);
                    Files.createDirectories(file.getParent());
                    try (InputStream content = jar.getInputStream(entry)) {
                        Files.copy(content, file);
                    }
                }
            }
        }
    }

    private boolean isWithin(JarEntry entry) {
        return entry.getName().startsWith(resource) && !entry.isDirectory();
    }

    private JarFile jar() throws IOException {
        URLConnection connection = marker.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection inJar) {
            return inJar.getJarFile();
        }
        throw new IOException(marker + " is not in a jar");
    }
}

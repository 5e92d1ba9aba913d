package dev.millrace.servers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** A packed tar archive on the class path ({@code .txz} or {@code .tar.gz}). */
record BundledArchive(String resource, URL location) {

    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final int OWNER_EXECUTE = 0100;

    /** The archive, or null if the class path has none of this name. */
    static @Nullable BundledArchive find(String resource) {
        URL location = BundledArchive.class.getClassLoader().getResource(resource);
        return location == null ? null : new BundledArchive(resource, location);
    }

    /** Tells one content from another without reading it: the jar's own checksum, or size and age of a plain file. */
    String fingerprint() {
        try {
            URLConnection connection = location.openConnection();
            connection.setUseCaches(false);
            if (connection instanceof JarURLConnection inJar) {
                try (JarFile jar = inJar.getJarFile()) {
                    return Long.toHexString(jar.getEntry(inJar.getEntryName()).getCrc());
                }
            }
            Path file = Path.of(location.toURI());
            return Long.toHexString(Files.size(file)) + "-"
                    + Long.toHexString(Files.getLastModifiedTime(file).toMillis());
        } catch (IOException | URISyntaxException failure) {
            throw new EmbeddedServerException("The archive " + location + " can't be read: " + failure, failure);
        }
    }

    /** Unpacks everything into a folder; entries and links that would lead out of it are left out. */
    void unpack(Path folder) throws IOException {
        try (InputStream packed = new BufferedInputStream(location.openStream(), 1 << 16);
                TarArchiveInputStream tar = new TarArchiveInputStream(decompressed(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, folder);
            }
        }
    }

    private InputStream decompressed(InputStream packed) throws IOException {
        return resource.endsWith("xz") ? new XZInputStream(packed) : new GZIPInputStream(packed, 1 << 16);
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            return;
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Path destination = Path.of(entry.getLinkName());
            if (target.resolveSibling(destination).normalize().startsWith(folder)) {
                Files.createSymbolicLink(/* link= */ target, /* target= */ destination);
            }
        } else if (entry.isLink()) {
            Files.createLink(target, folder.resolve(entry.getLinkName()).normalize());
        } else {
            Files.copy(content, target);
            if ((entry.getMode() & OWNER_EXECUTE) != 0) {
                Files.setPosixFilePermissions(target, PROGRAM);
            }
        }
    }
}

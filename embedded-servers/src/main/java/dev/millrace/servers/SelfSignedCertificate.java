package dev.millrace.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A certificate for {@code localhost} and {@code 127.0.0.1}, signed by itself, and its key, as PEM files. */
record SelfSignedCertificate(Path certificate, Path key) {

    private static final String ALIAS = "server";
    private static final String STORE_PASSWORD = "not a secret";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Makes both files in a folder, with the JDK's own tool. */
    static SelfSignedCertificate create(Path folder) {
        Path store = folder.resolve("server.p12");
        OsProcess.run(keytool(store), Map.of(), null, folder.resolve("keytool.log"), TIMEOUT);
        SelfSignedCertificate created =
                new SelfSignedCertificate(folder.resolve("server.crt"), folder.resolve("server.key"));
        try (InputStream content = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(content, STORE_PASSWORD.toCharArray());
            writePem(
                    created.certificate,
                    "CERTIFICATE",
                    keys.getCertificate(ALIAS).getEncoded());
            writePem(
                    created.key,
                    "PRIVATE KEY",
                    keys.getKey(ALIAS, STORE_PASSWORD.toCharArray()).getEncoded());
            return created;
        } catch (IOException | GeneralSecurityException failure) {
            throw new EmbeddedServerException("A server's certificate can't be written: " + failure, failure);
        }
    }

    /** Copies files of somebody else to where {@link #create} would have put them. */
    static SelfSignedCertificate copy(Path certificate, Path key, Path folder) throws IOException {
        SelfSignedCertificate copied =
                new SelfSignedCertificate(folder.resolve("server.crt"), folder.resolve("server.key"));
        Files.copy(certificate, copied.certificate);
        Files.copy(key, copied.key);
        Files.setPosixFilePermissions(copied.key, PosixFilePermissions.fromString("rw-------"));
        return copied;
    }

    private static List<String> keytool(Path store) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "3650",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=DNS:localhost,IP:127.0.0.1",
                "-ext",
                "BC=ca:true",
                "-storetype",
                "PKCS12",
                "-storepass",
                STORE_PASSWORD,
                "-keystore",
                store.toString());
    }

    private static void writePem(Path file, String kind, byte[] content) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n",
                StandardCharsets.US_ASCII);
    }
}

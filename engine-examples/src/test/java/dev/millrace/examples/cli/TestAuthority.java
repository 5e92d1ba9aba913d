package dev.millrace.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A certificate authority, made with the JDK's own tool, and a certificate for the address {@code 127.0.0.1}, and no name, that it signed.
 *
 * @param authority the authority's own certificate
 * @param certificate the server's
 * @param key the server's
 */
record TestAuthority(Path authority, Path certificate, Path key) {
    private static final String PASSWORD = "not a secret";
    private static final String ONLY_THE_ADDRESS = "SAN=IP:127.0.0.1";

    static TestAuthority create(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        TestAuthority created = new TestAuthority(
                folder.resolve("authority.pem"), folder.resolve("server.pem"), folder.resolve("server.key"));
        Path store = folder.resolve("store.p12");
        keytool(
                store,
                "-genkeypair",
                "-alias",
                "authority",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=authority",
                "-ext",
                "BC=ca:true");
        keytool(store, "-exportcert", "-rfc", "-alias", "authority", "-file", created.authority.toString());
        keytool(store, "-genkeypair", "-alias", "server", "-keyalg", "RSA", "-dname", "CN=server");
        String request = folder.resolve("request").toString();
        keytool(store, "-certreq", "-alias", "server", "-file", request);
        keytool(
                store,
                "-gencert",
                "-rfc",
                "-alias",
                "authority",
                "-ext",
                ONLY_THE_ADDRESS,
                "-infile",
                request,
                "-outfile",
                created.certificate.toString());
        writeKey(store, created.key);
        return created;
    }

    /** The certificate of an authority that signed nothing here. */
    static Path stranger(Path folder) throws IOException, InterruptedException {
        Path store = folder.resolve("stranger.p12");
        Path certificate = folder.resolve("stranger.pem");
        keytool(
                store,
                "-genkeypair",
                "-alias",
                "stranger",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=authority",
                "-ext",
                "BC=ca:true");
        keytool(store, "-exportcert", "-rfc", "-alias", "stranger", "-file", certificate.toString());
        return certificate;
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.add("-J-XX:TieredStopAtLevel=1");
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Path output = Files.createTempFile(store.getParent(), "keytool", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
    }

    private static void writeKey(Path store, Path file) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        Key key = keys.getKey("server", PASSWORD.toCharArray());
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n");
    }
}

package dev.millrace.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A JVM that starts one server, says where, and ends when its standard input does. */
final class OtherJvm {

    private OtherJvm() {}

    record Server(long pid, Path folder) {}

    static Process start(Class<? extends ServerContract> kind) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(List.of(java, "-Xmx64m", "-cp", classPath, OtherJvm.class.getName(), kind.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static Server awaitServer(Process jvm) throws IOException {
        BufferedReader output = new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("server ")) {
                String[] words = line.split(" ", 3);
                return new Server(Long.parseLong(words[1]), Path.of(words[2]));
            }
        }
        throw new IOException("The other JVM ended without a server");
    }

    /** Expects the name of a {@link ServerContract}; leaves it to the shutdown hook to end the server. */
    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        ServerContract contract = (ServerContract)
                Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
        DatabaseServer server = contract.builder().start();
        System.out.println(
                "server " + server.pid() + " " + server.dataDirectory().getParent());
        while (System.in.read() >= 0) {
            continue;
        }
    }
}

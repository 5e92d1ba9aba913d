package dev.millrace.benchmarks.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.servers.JavaServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An S3 endpoint that forgets: parts of uploads are read and dropped, and completed objects are not there. Objects that are put in one piece
 * are kept, with their conditions, for the task's state is one. What it doesn't know it answers with 501. The program of a process of its own.
 */
public final class ForgetfulS3 {
    private static final int THREADS = 8;
    private static final int PRECONDITION_FAILED = 412;
    private static final String RESULT = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><%1$s>%2$s</%1$s>";

    private final Map<String, Kept> objects = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    private static final class Kept {
        private final byte[] content;
        private final String tag;

        Kept(byte[] content, String tag) {
            this.content = content;
            this.tag = tag;
        }
    }

    private ForgetfulS3() {}

    /**
     * Starts it in a process of its own.
     *
     * @param log takes what it prints
     */
    public static JavaServer start(Path log) {
        return JavaServer.start(
                log,
                port -> List.of(
                        "-Xmx128m",
                        "-Dsun.net.httpserver.nodelay=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ForgetfulS3.class.getName(),
                        Integer.toString(port)));
    }

    /** @param arguments the port */
    public static void main(String[] arguments) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        HttpServer server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        ForgetfulS3 store = new ForgetfulS3();
        server.createContext("/", store::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            String call =
                    exchange.getRequestMethod() + (query.equals("null") ? "" : " " + query.replaceAll("=[^&]*", ""));
            switch (call) {
                case "PUT partNumber&uploadId", "PUT uploadId&partNumber" -> part(exchange);
                case "PUT" -> put(exchange);
                case "GET", "HEAD" -> get(exchange);
                case "POST uploads" ->
                    answer(
                            exchange,
                            "InitiateMultipartUploadResult",
                            "<UploadId>" + numbers.incrementAndGet() + "</UploadId>");
                case "POST uploadId" -> answer(exchange, "CompleteMultipartUploadResult", "<ETag>\"whole\"</ETag>");
                case "POST delete" -> answer(exchange, "DeleteResult", "");
                case "DELETE uploadId" -> status(exchange, 204);
                case "GET uploads", "GET uploads&prefix", "GET prefix&uploads" ->
                    answer(exchange, "ListMultipartUploadsResult", "<IsTruncated>false</IsTruncated>");
                default -> other(exchange, call);
            }
        }
    }

    private static void other(HttpExchange exchange, String call) throws IOException {
        if (call.startsWith("GET ") && call.contains("list-type")) {
            answer(exchange, "ListBucketResult", "<KeyCount>0</KeyCount><IsTruncated>false</IsTruncated>");
        } else {
            System.err.println("unknown call " + call);
            status(exchange, 501);
        }
    }

    private static void part(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        exchange.getResponseHeaders().set("ETag", "\"part\"");
        status(exchange, 200);
    }

    private void put(HttpExchange exchange) throws IOException {
        Kept made = new Kept(ChunkedBody.of(exchange), "\"" + numbers.incrementAndGet() + "\"");
        String onlyOver = exchange.getRequestHeaders().getFirst("If-Match");
        boolean onlyNew = exchange.getRequestHeaders().containsKey("If-None-Match");
        Kept now = objects.compute(exchange.getRequestURI().getPath(), (key, old) -> {
            boolean refused = onlyNew ? old != null : onlyOver != null && (old == null || !old.tag.equals(onlyOver));
            return refused ? old : made;
        });
        if (now != null && now.tag.equals(made.tag)) {
            exchange.getResponseHeaders().set("ETag", made.tag);
            status(exchange, 200);
        } else {
            status(exchange, PRECONDITION_FAILED);
        }
    }

    private void get(HttpExchange exchange) throws IOException {
        Kept kept = objects.get(exchange.getRequestURI().getPath());
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (kept == null) {
            byte[] error = RESULT.formatted("Error", "<Code>NoSuchKey</Code>").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(404, head ? -1 : error.length);
            if (!head) {
                exchange.getResponseBody().write(error);
            }
            return;
        }
        exchange.getResponseHeaders().set("ETag", kept.tag);
        exchange.sendResponseHeaders(200, head ? -1 : kept.content.length);
        if (!head) {
            exchange.getResponseBody().write(kept.content);
        }
    }

    private static void answer(HttpExchange exchange, String element, String content) throws IOException {
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        byte[] body = RESULT.formatted(element, content).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void status(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }
}

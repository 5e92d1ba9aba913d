package dev.millrace.sink.dynamodb;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before the service. It answers some requests with errors, before or after it has had them done, and remembers single writes, so
 * that they can be delivered once more when nobody expects them any longer.
 */
final class UnreliableService implements AutoCloseable {
    private static final int THREADS = 32;
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "content-length", "connection", "upgrade", "expect", "transfer-encoding", ":status");
    private static final Set<String> SINGLE_WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem");
    private static final String FAILED = "{\"__type\":\"InternalServerError\"}";
    private static final String THROTTLED =
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ThrottlingException\",\"message\":\"slow down\"}";

    private final URI service;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Random random;
    private final Queue<Write> writes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger errors = new AtomicInteger();

    /** A request that was answered as done. */
    record Write(Map<String, List<String>> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private UnreliableService(URI service, long seed) throws IOException {
        this.service = service;
        this.random = new Random(seed);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    static UnreliableService before(URI service, long seed) throws IOException {
        return new UnreliableService(service, seed);
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** How many requests were answered with an error of its own. */
    int errors() {
        return errors.get();
    }

    Collection<Write> writes() {
        return List.copyOf(writes);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Write request = new Write(
                    exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes());
            switch (nextFate()) {
                case 0 -> refuse(exchange, 500, FAILED);
                case 1 -> refuse(exchange, 400, THROTTLED);
                case 2 -> {
                    forward(request);
                    refuse(exchange, 500, FAILED);
                }
                default -> pass(exchange, forward(request));
            }
        }
    }

    /** One of 40 requests meets each of the errors. */
    private synchronized int nextFate() {
        return random.nextInt(40);
    }

    private void refuse(HttpExchange exchange, int status, String body) throws IOException {
        errors.incrementAndGet();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void pass(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        answer.headers().map().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    private HttpResponse<byte[]> forward(Write request) throws IOException {
        HttpResponse<byte[]> answer = deliver(request);
        String target = String.join("", request.headers().getOrDefault("X-amz-target", List.of()));
        if (answer.statusCode() == 200 && SINGLE_WRITES.contains(target.substring(target.indexOf('.') + 1))) {
            writes.add(request);
        }
        return answer;
    }

    /** Has a request done, once more it may be. */
    HttpResponse<byte[]> deliver(Write request) throws IOException {
        HttpRequest.Builder copy =
                HttpRequest.newBuilder(service).POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> copy.header(name, value));
            }
        });
        try {
            return client.send(copy.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

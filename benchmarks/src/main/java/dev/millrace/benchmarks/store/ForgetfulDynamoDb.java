package dev.millrace.benchmarks.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * A DynamoDB endpoint that takes batches of items and forgets them, and hands all other calls on to a server. The program of a process of
 * its own.
 */
public final class ForgetfulDynamoDb {
    private static final int THREADS = 32;
    private static final byte[] NOTHING_LEFT = "{\"UnprocessedItems\":{}}".getBytes(StandardCharsets.UTF_8);
    private static final List<String> HEADERS =
            List.of("Authorization", "Content-Type", "X-Amz-Date", "X-Amz-Target", "X-Amz-Content-Sha256");

    private final URI server;
    private final HttpClient client = HttpClient.newHttpClient();

    private ForgetfulDynamoDb(URI server) {
        this.server = server;
    }

    /** @param arguments the port, and the address of the server */
    public static void main(String[] arguments) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        HttpServer http = HttpServer.create(address, 0);
        http.setExecutor(Executors.newFixedThreadPool(THREADS));
        http.createContext("/", new ForgetfulDynamoDb(URI.create(arguments[1]))::handle);
        http.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                    .endsWith(".BatchWriteItem")) {
                exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                answer(exchange, 200, NOTHING_LEFT);
            } else {
                handOn(exchange);
            }
        }
    }

    private void handOn(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(server).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (String header : HEADERS) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            answer(exchange, response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}

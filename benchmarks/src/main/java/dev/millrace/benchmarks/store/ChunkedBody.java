package dev.millrace.benchmarks.store;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The content of a request, which the SDK may have cut into signed chunks ({@code Content-Encoding: aws-chunked}). */
final class ChunkedBody {
    private static final int HEXADECIMAL = 16;

    private ChunkedBody() {}

    static byte[] of(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        if (!exchange.getRequestHeaders().containsKey("X-Amz-Decoded-Content-Length")) {
            return body.readAllBytes();
        }
        DataInputStream in = new DataInputStream(body);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int size = size(line(in)); size > 0; size = size(line(in))) {
            content.write(in.readNBytes(size));
            line(in);
        }
        body.readAllBytes();
        return content.toByteArray();
    }

    /** A chunk begins with its size, and maybe its signature behind a semicolon. */
    private static int size(String line) {
        int end = line.indexOf(';');
        return Integer.parseInt(end < 0 ? line : line.substring(0, end), HEXADECIMAL);
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}

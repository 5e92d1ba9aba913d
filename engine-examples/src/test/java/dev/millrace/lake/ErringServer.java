package dev.millrace.lake;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before an S3 server, and answers some requests badly: with an error and the request is never done, with an error though it was done,
 * with nothing at all, or late. One request per connection. What is done to which request follows from the seed and their order.
 */
final class ErringServer implements AutoCloseable {
    private static final int LATE_MILLIS = 700;
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    private enum Answer {
        RIGHT,
        BUSY,
        BROKEN_THOUGH_DONE,
        RESET_THOUGH_DONE,
        LATE
    }

    private final int target;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger errors = new AtomicInteger();
    private final Random random;
    private volatile boolean erring;

    private ErringServer(int target, ServerSocket listener, long seed) {
        this.target = target;
        this.listener = listener;
        this.random = new Random(seed);
    }

    /** @param target port of the server on this machine */
    static ErringServer before(int target, long seed) throws IOException {
        ErringServer server = new ErringServer(target, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), seed);
        server.threads.execute(server::accept);
        return server;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on about every fourth request is answered badly, or none. */
    void err(boolean now) {
        erring = now;
    }

    /** Requests that were answered badly. */
    int errors() {
        return errors.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException closed) {
            threads.shutdown();
        }
    }

    private synchronized Answer next() {
        if (!erring || random.nextInt(4) > 0) {
            return Answer.RIGHT;
        }
        errors.incrementAndGet();
        Answer[] all = Answer.values();
        return all[1 + random.nextInt(all.length - 1)];
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            String head = head(in);
            if (!head.isEmpty()) {
                serve(head, in, client);
            }
        } catch (IOException gone) {
            // The engine was killed, or has given up.
            errors.incrementAndGet();
        }
    }

    private void serve(String head, InputStream in, Socket client) throws IOException {
        OutputStream out = client.getOutputStream();
        String lower = head.toLowerCase(Locale.ROOT);
        if (lower.contains("expect: 100-continue")) {
            out.write(CONTINUE.getBytes(StandardCharsets.US_ASCII));
        }
        byte[] body = in.readNBytes(length(lower));
        Answer answer = next();
        if (answer == Answer.BUSY) {
            out.write(error("503 Slow Down", "SlowDown"));
            return;
        }
        byte[] right = ask(head, body);
        switch (answer) {
            case BROKEN_THOUGH_DONE -> out.write(error("500 Internal Server Error", "InternalError"));
            case RESET_THOUGH_DONE -> client.setSoLinger(true, 0);
            case LATE -> {
                pause();
                out.write(right);
            }
            default -> out.write(right);
        }
    }

    private byte[] ask(String head, byte[] body) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            String once = head.replaceAll("(?i)\r\n(expect|connection): [^\r]*", "") + "Connection: close\r\n\r\n";
            server.getOutputStream().write(once.getBytes(StandardCharsets.ISO_8859_1));
            server.getOutputStream().write(body);
            return server.getInputStream().readAllBytes();
        }
    }

    private static byte[] error(String status, String code) {
        String body = "<Error><Code>" + code + "</Code><Message>as the test wants it</Message></Error>";
        return ("HTTP/1.1 " + status + "\r\nContent-Type: application/xml\r\nConnection: close\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Up to the empty line and without it; empty if nobody asks. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
            matched = next == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : 0;
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        return text.substring(0, text.length() - 2);
    }

    private static int length(String lowerHead) {
        int at = lowerHead.indexOf("\r\ncontent-length: ");
        if (at < 0) {
            return 0;
        }
        int from = at + "\r\ncontent-length: ".length();
        return Integer.parseInt(lowerHead.substring(from, lowerHead.indexOf("\r\n", from)));
    }

    private static void pause() {
        try {
            Thread.sleep(LATE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}

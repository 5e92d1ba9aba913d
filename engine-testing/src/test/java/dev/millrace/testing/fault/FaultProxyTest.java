package dev.millrace.testing.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class FaultProxyTest {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    private EchoServer server;
    private FaultProxy proxy;

    @BeforeEach
    void startServerAndProxy() throws IOException {
        server = new EchoServer();
        proxy = FaultProxy.to("127.0.0.1", server.port());
    }

    @AfterEach
    void closeServerAndProxy() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void forwardsEverythingInBothDirectionsUnchanged() throws Exception {
        byte[] sent = new byte[3_000_000];
        new Random(1).nextBytes(sent);
        try (Socket client = connect()) {
            Thread sender = new Thread(() -> send(client, sent));
            sender.start();
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
            sender.join();
        }
        assertThat(proxy.forwardedBytes()).isEqualTo(2L * sent.length);
        assertThat(proxy.cutConnections()).isZero();
        await().until(() -> proxy.openConnections() == 0);
    }

    @Test
    void cutsEveryConnection() throws IOException {
        try (Socket first = connect();
                Socket second = connect()) {
            echo(first);
            echo(second);
            assertThat(proxy.cutAll()).isEqualTo(2);
            assertThatThrownBy(() -> echo(first)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> echo(second)).isInstanceOf(IOException.class);
            assertThat(proxy.cutConnections()).isEqualTo(2);
            assertThat(proxy.openConnections()).isZero();
        }
        try (Socket later = connect()) {
            echo(later);
        }
    }

    @Test
    void refusesNewConnectionsAndKeepsTheOldOnesUntilHealed() throws IOException {
        try (Socket old = connect()) {
            echo(old);
            proxy.refuseNewConnections();
            assertThatThrownBy(() -> {
                        try (Socket refused = connect()) {
                            echo(refused);
                        }
                    })
                    .isInstanceOf(IOException.class);
            echo(old);
            proxy.heal();
            try (Socket later = connect()) {
                echo(later);
            }
        }
    }

    @Test
    void truncatesInTheMiddleOfAMessageOnce() throws IOException {
        proxy.truncateAfter(HELLO.length + 2);
        try (Socket client = connect()) {
            client.getOutputStream().write(HELLO);
            assertThatThrownBy(() -> {
                        client.getInputStream().readNBytes(HELLO.length);
                        client.getInputStream().read();
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(proxy.forwardedBytes()).isEqualTo(HELLO.length + 2);
        assertThat(proxy.cutConnections()).isEqualTo(1);
        try (Socket later = connect()) {
            echo(later);
        }
    }

    @Test
    void delaysEachDirection() throws IOException {
        try (Socket client = connect()) {
            echo(client);
            proxy.delay(Duration.ofMillis(60));
            long start = System.nanoTime();
            echo(client);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
        }
    }

    @Test
    void throttlesToARate() throws IOException {
        try (Socket client = connect()) {
            proxy.throttle(10_000);
            long start = System.nanoTime();
            client.getOutputStream().write(new byte[1000]);
            assertThat(client.getInputStream().readNBytes(1000)).hasSize(1000);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void stallsWithoutClosingAndGoesOnWhenHealed() throws IOException {
        try (Socket client = connect()) {
            echo(client);
            proxy.stall();
            client.setSoTimeout(100);
            client.getOutputStream().write(HELLO);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            proxy.heal();
            client.setSoTimeout(10_000);
            assertThat(client.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
        }
    }

    /** The dead server's port is bound and not listened to: nobody else can get it in the meantime. */
    @Test
    void resetsClientsOfADeadServer() throws IOException {
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (FaultProxy deadServer = FaultProxy.to("127.0.0.1", bound.getLocalPort())) {
                assertThatThrownBy(() -> {
                            try (Socket client = new Socket(deadServer.host(), deadServer.port())) {
                                echo(client);
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void leavesNoThreadAndNoConnectionBehind() throws IOException {
        String threads = "fault-proxy-" + proxy.port() + "/";
        try (Socket client = connect()) {
            echo(client);
            proxy.stall();
            client.getOutputStream().write(HELLO);
            proxy.close();
            assertThatThrownBy(() -> echo(client)).isInstanceOf(IOException.class);
        }
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith(threads)));
    }

    @Test
    void injectsFaultsAtRandomAndHealsAtTheEnd() throws IOException {
        try (RandomFaults faults = RandomFaults.start(List.of(proxy), 7, Duration.ofMillis(5))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                echoUntilBroken();
                return proxy.cutConnections() > 1 && faults.injected() > 4;
            });
        }
        try (Socket client = connect()) {
            echo(client);
        }
    }

    private void echoUntilBroken() {
        try (Socket client = connect()) {
            while (!client.isClosed()) {
                echo(client);
            }
        } catch (IOException broken) {
            assertThat(broken).isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(proxy.host(), proxy.port());
        client.setSoTimeout(10_000);
        return client;
    }

    private static void echo(Socket client) throws IOException {
        client.getOutputStream().write(HELLO);
        byte[] answer = client.getInputStream().readNBytes(HELLO.length);
        if (answer.length < HELLO.length) {
            throw new IOException("ended");
        }
        assertThat(answer).isEqualTo(HELLO);
    }

    private static void send(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
            client.shutdownOutput();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}

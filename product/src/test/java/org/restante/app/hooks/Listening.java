package org.restante.app.hooks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A program that is told: an HTTP server on loopback that keeps what it hears and answers as the test says.
public final class Listening implements AutoCloseable {
    /// What it heard.
    public record Heard(String id, String timestamp, String signature, String type, String body) {}

    /// What it answers.
    @FunctionalInterface
    public interface Speaking {
        void answer(HttpExchange exchange, Heard heard) throws IOException, InterruptedException;
    }

    public final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Speaking speaking = (exchange, heard) -> say(exchange, 204, "");

    public Listening() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var one =
                new Heard(
                        header(exchange, "webhook-id"),
                        header(exchange, "webhook-timestamp"),
                        header(exchange, "webhook-signature"),
                        header(exchange, "Content-Type"),
                        body);
        heard.add(one);
        try (exchange) {
            speaking.answer(exchange, one);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String header(HttpExchange exchange, String name) {
        var value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    public static void say(HttpExchange exchange, int status, String text) throws IOException {
        var octets = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
        exchange.getResponseBody().write(octets);
    }

    public void says(Speaking other) {
        speaking = other;
    }

    public void says(int status) {
        speaking = (exchange, heard) -> say(exchange, status, "");
    }

    public List<String> ids() {
        return heard.stream().map(Heard::id).toList();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook/secret-path";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

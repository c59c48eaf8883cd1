package org.restante.protocol.tlspolicy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Domain;

/// Fetches policy files over HTTPS as RFC 8461 §3.3 wants it. What it gets is bounded in size and time.
public final class HttpsPolicyFetcher implements StsFetcher, AutoCloseable {
    private static final Duration FOR_CONNECTING = Duration.ofSeconds(10);

    private final HttpClient client;
    private final Function<Domain, URI> place;

    /// @param authorities whose certificates are trusted
    public HttpsPolicyFetcher(SSLContext authorities) {
        this(
                authorities,
                domain ->
                        URI.create(
                                "https://mta-sts." + domain.ascii() + "/.well-known/mta-sts.txt"));
    }

    HttpsPolicyFetcher(SSLContext authorities, Function<Domain, URI> place) {
        this.place = place;
        this.client =
                HttpClient.newBuilder()
                        .sslContext(authorities)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(FOR_CONNECTING)
                        .executor(Thread::startVirtualThread)
                        .build();
    }

    @Override
    public Fetched fetch(Domain domain, Duration patience) {
        if (patience.isNegative() || patience.isZero()) {
            return new Fetched.Failed("no time left to fetch it");
        }
        var asked =
                client.sendAsync(
                        HttpRequest.newBuilder(place.apply(domain)).timeout(patience).GET().build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), StsPolicy.LONGEST));
        try {
            return file(asked.get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return new Fetched.Failed("no answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Fetched.Failed("interrupted");
        } catch (ExecutionException e) {
            return new Fetched.Failed(words(e.getCause()));
        } finally {
            asked.cancel(true);
        }
    }

    private static Fetched file(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            return new Fetched.Failed("the web server says " + response.statusCode());
        }
        var type =
                response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        return type.equals("text/plain") || type.startsWith("text/plain;")
                ? new Fetched.File(new String(response.body(), StandardCharsets.UTF_8))
                : new Fetched.Failed("the file is not of type text/plain");
    }

    private static String words(@Nullable Throwable trouble) {
        var message = trouble == null ? null : trouble.getMessage();
        return message == null
                ? "no connection"
                : message.substring(0, Math.min(200, message.length()));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}

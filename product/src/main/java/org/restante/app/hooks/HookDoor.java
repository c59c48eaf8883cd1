package org.restante.app.hooks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends payloads to one hook over HTTP/1.1 with connections of its own. Redirects are not followed, of the answer little is read, and all
/// of it has one deadline. May be shared.
final class HookDoor implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);

    private final HookSettings settings;
    private final InstantSource clock;
    private final HttpClient client;

    HookDoor(HookSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(
                                settings.within().compareTo(CONNECT_WITHIN) < 0
                                        ? settings.within()
                                        : CONNECT_WITHIN)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    /// One try.
    Answered send(Letter letter) throws InterruptedException {
        var sent = client.sendAsync(request(letter), _ -> new Excerpt());
        try {
            return answered(sent.get(settings.within().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            sent.cancel(true);
            return unwell("no answer within " + settings.within().toSeconds() + " s");
        } catch (ExecutionException e) {
            var cause = e.getCause();
            return unwell(reason(cause == null ? e : cause));
        } catch (InterruptedException e) {
            sent.cancel(true);
            throw e;
        }
    }

    private HttpRequest request(Letter letter) {
        var request =
                HttpRequest.newBuilder(settings.to())
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "Restante-Webhooks")
                        .POST(BodyPublishers.ofString(letter.body()));
        settings.secret()
                .ifPresent(secret -> {
                    long seconds = clock.instant().getEpochSecond();
                    request.header("webhook-id", letter.id())
                            .header("webhook-timestamp", String.valueOf(seconds))
                            .header(
                                    "webhook-signature",
                                    secret.sign(letter.id(), seconds, letter.body()));
                });
        return request.build();
    }

    private Answered answered(HttpResponse<String> answer) {
        int status = answer.statusCode();
        var why = status + (answer.body().isBlank() ? "" : " " + answer.body());
        if (status >= 200 && status < 300) {
            return new Answered.Taken(status);
        }
        return switch (status) {
            case 410 -> new Answered.Gone(why);
            case 408, 425, 429 -> new Answered.Unwell(why, retryAfter(answer));
            default ->
                    status >= 500
                            ? new Answered.Unwell(why, retryAfter(answer))
                            : new Answered.Refused(
                                    status < 400 ? why + " (redirects are not followed)" : why);
        };
    }

    /// Seconds or a date (RFC 9110 §10.2.3); a day at most.
    private Optional<Duration> retryAfter(HttpResponse<String> answer) {
        var said = answer.headers().firstValue("Retry-After").map(String::strip).orElse("");
        Duration asked;
        if (said.matches("\\d{1,9}")) {
            asked = Duration.ofSeconds(Long.parseLong(said));
        } else {
            try {
                Instant then =
                        ZonedDateTime.parse(said, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
                asked = Duration.between(clock.instant(), then);
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
        return asked.isPositive()
                ? Optional.of(
                        asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked)
                : Optional.empty();
    }

    private static Answered unwell(String why) {
        return new Answered.Unwell(why, Optional.empty());
    }

    private static String reason(Throwable cause) {
        var kind =
                cause instanceof IOException
                        ? cause.getClass()
                                .getSimpleName()
                                .replaceAll("Exception$", "")
                                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                                .toLowerCase(Locale.ROOT)
                        : cause.toString();
        return cause.getMessage() == null ? kind : kind + ": " + cause.getMessage();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}

package org.restante.sending.reception;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.HeaderBlock;
import org.restante.mail.message.Submission.Steering;
import org.restante.mail.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Asks a service of the operator's about a message, by HTTP, once it is whole and before it is taken. Safe for several threads.
final class PolicyHook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyHook.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_ANSWER = 64 << 10;
    private static final Pattern REPLY =
            Pattern.compile("([45])\\d\\d \\1\\.\\d{1,3}\\.\\d{1,3} [ -~]{1,400}");
    private static final Pattern WORD = Pattern.compile("[\\w.@:/+-]{1,100}");

    private final PolicyHookSettings settings;
    private final HttpClient http;

    PolicyHook(PolicyHookSettings settings) {
        this.settings = settings;
        http =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(settings.within())
                        .executor(Thread::startVirtualThread)
                        .build();
    }

    /// What the service says, and where it wants the message to belong.
    record Said(Ruling ruling, Steering steering) {}

    /// What it is told.
    record Question(
            UUID id,
            Seen seen,
            String client,
            Envelope envelope,
            HeaderBlock header,
            long size,
            Steering steering) {}

    Said ask(Question about) {
        try {
            return said(answer(body(about)), about.steering());
        } catch (IOException e) {
            LOG.warn("{} cannot be asked: {}", settings, e.getMessage());
            return new Said(otherwise(), about.steering());
        }
    }

    private Ruling otherwise() {
        return switch (settings.otherwise()) {
            case ACCEPT -> Ruling.PASS;
            case TEMPFAIL ->
                    refuse(451, "4.7.1 The policy service cannot be asked now, try again later");
            case REJECT -> refuse(550, "5.7.1 The policy service cannot be asked");
        };
    }

    private static Ruling refuse(int code, String text) {
        return new Ruling.Refuse(new Reply(OptionalInt.of(code), List.of(text)));
    }

    private JsonNode answer(String question) throws IOException {
        var request =
                HttpRequest.newBuilder(settings.address())
                        .timeout(settings.within())
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json");
        settings.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        var asked =
                http.sendAsync(
                        request.POST(BodyPublishers.ofString(question)).build(),
                        BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST_ANSWER));
        try {
            var response = asked.get(settings.within().toNanos(), TimeUnit.NANOSECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("it answered with status " + response.statusCode());
            }
            return JSON.readTree(response.body());
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw new IOException("no answer within " + settings.within().toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (JacksonException e) {
            throw new IOException("its answer is no JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// The question as JSON; what is not known is absent.
    static String body(Question about) {
        var root = JSON.createObjectNode();
        root.put("id", about.id().toString());
        var client = root.putObject("client");
        client.put("name", about.client());
        client.put("address", about.seen().address().getHostAddress());
        client.put("hello", about.seen().hello());
        client.put("authenticated", about.seen().authenticated());
        put(client, "tls", Optional.of(about.seen().tlsVersion()).filter(it -> !it.isEmpty()));
        var envelope = root.putObject("envelope");
        envelope.put("reverse_path", about.envelope().reversePath().address());
        var recipients = envelope.putArray("recipients");
        about.envelope().recipients().forEach(one -> recipients.add(one.mailbox().toString()));
        var message = root.putObject("message");
        message.put("size", about.size());
        for (var name :
                List.of(
                        "from",
                        "sender",
                        "to",
                        "cc",
                        "reply-to",
                        "subject",
                        "date",
                        "message-id",
                        "list-unsubscribe")) {
            put(message, name.replace('-', '_'), about.header().first(name));
        }
        var steering = root.putObject("steering");
        put(steering, "tenant", about.steering().tenant());
        put(steering, "stream", about.steering().stream());
        put(steering, "campaign", about.steering().campaign());
        put(steering, "pool", about.steering().pool());
        return JSON.writeValueAsString(root);
    }

    private static void put(ObjectNode node, String name, Optional<String> value) {
        value.ifPresent(text -> node.put(name, text));
    }

    /// Reads an answer; one that is none is as good as no answer.
    static Said said(JsonNode answer, Steering before) throws IOException {
        var action = answer.path("action").asString("");
        return switch (action) {
            case "accept" -> new Said(Ruling.PASS, before);
            case "reject" -> new Said(words(answer, 550, "5.7.1 Refused by policy"), before);
            case "tempfail" ->
                    new Said(words(answer, 451, "4.7.1 Refused by policy for now"), before);
            case "discard" -> new Said(new Ruling.Discard("the policy service"), before);
            case "steer" -> new Said(Ruling.PASS, steering(answer.path("steering"), before));
            default ->
                    throw new IOException(
                            "its action is '"
                                    + action
                                    + "', not accept, reject, tempfail, discard or steer");
        };
    }

    private static Ruling words(JsonNode answer, int code, String usual) throws IOException {
        var given = answer.path("reply").asString("");
        if (given.isEmpty()) {
            return refuse(code, usual);
        }
        if (!REPLY.matcher(given).matches() || given.charAt(0) != (code == 550 ? '5' : '4')) {
            throw new IOException(
                    "its reply is '" + given + "', not such as '" + code + " " + usual + "'");
        }
        return refuse(Integer.parseInt(given.substring(0, 3)), given.substring(4));
    }

    private static Steering steering(JsonNode wish, Steering before) throws IOException {
        return new Steering(
                word(wish, "tenant", before.tenant()),
                word(wish, "stream", before.stream()),
                word(wish, "campaign", before.campaign()),
                word(wish, "pool", before.pool()),
                before.due(),
                before.expires(),
                before.trace());
    }

    private static Optional<String> word(JsonNode wish, String name, Optional<String> before)
            throws IOException {
        var given = wish.path(name);
        if (given.isMissingNode() || given.isNull()) {
            return before;
        }
        if (!given.isString() || !WORD.matcher(given.asString()).matches()) {
            throw new IOException("its " + name + " is no word of letters, digits and ._@:/+-");
        }
        return Optional.of(given.asString());
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}

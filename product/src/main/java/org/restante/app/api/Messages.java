package org.restante.app.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;
import org.restante.mail.message.Submission.Refused;
import org.restante.mail.message.Submission.Steering;
import org.restante.mail.message.Submission.Suppressed;
import org.restante.mail.message.TraceParent;
import org.restante.mail.smtp.Reply;
import org.restante.sending.reception.Handover;

/// `POST /api/v1/messages`: mail by HTTP, through the same door as by SMTP. Answered when it is on disk.
public final class Messages implements Endpoint.Group {
    private static final int MOST_RECIPIENTS = 1000;

    /// Messages of one request that go to disk at once; they share syncs.
    private static final int AT_ONCE = 32;

    private static final int LONGEST_KEY = 255;

    private final Handover door;
    private final Repeats repeats;
    private final InstantSource clock;
    private final Supplier<UUID> chance;
    private final KnownNames names;

    /// @param chance random ids, for what separates the parts of a message
    /// @param names the pools there are
    public Messages(
            Handover door,
            Repeats repeats,
            InstantSource clock,
            Supplier<UUID> chance,
            KnownNames names) {
        this.names = names;
        this.door = door;
        this.repeats = repeats;
        this.clock = clock;
        this.chance = chance;
    }

    /// What became of one recipient.
    ///
    /// @param id the message it gets; null when it gets none
    /// @param status `accepted`, `rejected` or `suppressed`
    /// @param reason an enhanced status code and words; null when it was accepted
    record Told(String recipient, String status, @Nullable String id, @Nullable String reason) {
        boolean isAccepted() {
            return status.equals("accepted");
        }

        /// Whether the same may be accepted later.
        boolean isTemporary() {
            return reason != null && reason.startsWith("4.");
        }
    }

    /// @param id the message; null where each recipient has its own
    record Taken(@Nullable String id, List<Told> recipients) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/api/v1/messages", Scope.SUBMIT, this::submit));
    }

    private Answer submit(Call call) throws Problem, IOException, InterruptedException {
        var octets = call.body();
        var key = key(call);
        if (key.isEmpty()) {
            return new Answer.Octets(
                    202, "application/json", call.write(taken(call, octets, Optional.empty())));
        }
        var digest = digest(call.contentType(), call.rawQuery(), octets);
        var name = digest(call.token().id(), key.get(), new byte[0]);
        return switch (repeats.claim(name, digest)) {
            case Repeats.Claim.Known known ->
                    new Answer.Octets(known.status(), "application/json", known.body());
            case Repeats.Claim.Other _ ->
                    throw Problem.of(
                            ProblemKind.CONFLICT,
                            "the Idempotency-Key '"
                                    + key.get()
                                    + "' was used with another request; a new key would be right");
            case Repeats.Claim.Running _ ->
                    throw Problem.of(
                                    ProblemKind.CONFLICT,
                                    "the request with this Idempotency-Key is still under way")
                            .retryAfter(Duration.ofSeconds(1));
            case Repeats.Claim.Fresh fresh -> once(call, octets, fresh);
        };
    }

    private Answer once(Call call, byte[] octets, Repeats.Claim.Fresh fresh)
            throws Problem, IOException, InterruptedException {
        boolean kept = false;
        try {
            var answer = call.write(taken(call, octets, Optional.of(fresh.key() + fresh.digest())));
            repeats.answered(fresh, 202, answer);
            kept = true;
            return new Answer.Octets(202, "application/json", answer);
        } finally {
            if (!kept) {
                repeats.givenUp(fresh);
            }
        }
    }

    private static Optional<String> key(Call call) throws Problem {
        var key = call.header("Idempotency-Key");
        if (key.isPresent() && !key.get().matches("[ -~]{1," + LONGEST_KEY + "}")) {
            throw Problem.field(
                    "Idempotency-Key", "is 1 to " + LONGEST_KEY + " printable characters");
        }
        return key;
    }

    private static String digest(String first, String second, byte[] octets) {
        return HexFormat.of().formatHex(sha(first, second, octets));
    }

    private static byte[] sha(String first, String second, byte[] octets) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            for (var text : List.of(first, second)) {
                var part = text.getBytes(StandardCharsets.UTF_8);
                sha.update(ByteBuffer.allocate(4).putInt(part.length).array());
                sha.update(part);
            }
            return sha.digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The id of a request's message: the same for the same request with the same key (UUIDv8).
    private static UUID id(String seed, int index) {
        var hash = ByteBuffer.wrap(sha(seed, String.valueOf(index), new byte[0]));
        long high = hash.getLong() & ~0xF000L | 0x8000L;
        long low = hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private Taken taken(Call call, byte[] octets, Optional<String> seed)
            throws Problem, IOException, InterruptedException {
        var mailing =
                new Mailing(
                        wish(call, octets), clock.instant(), MOST_RECIPIENTS, names.pools().get());
        var told = mailing.isOneEach() ? apart(call, mailing, seed) : together(call, mailing, seed);
        if (told.stream().noneMatch(Told::isAccepted)) {
            throw none(told);
        }
        var id =
                mailing.isOneEach()
                        ? null
                        : told.stream()
                                .map(Told::id)
                                .filter(java.util.Objects::nonNull)
                                .findFirst()
                                .orElse(null);
        return new Taken(id, told);
    }

    private static SubmissionWish wish(Call call, byte[] octets) throws Problem {
        if (!call.contentType().equals("message/rfc822")) {
            return call.json(octets, SubmissionWish.class);
        }
        var to = call.queries("to");
        return SubmissionWish.ofRaw(octets, call.queryOrEmpty("from"), to, call);
    }

    private static Problem none(List<Told> told) {
        boolean later = told.stream().allMatch(Told::isTemporary);
        var problem =
                Problem.of(
                                later ? laterKind(told.getFirst()) : ProblemKind.NOT_TAKEN,
                                told.size() == 1 ? told.getFirst().reason() + "" : "see recipients")
                        .withCode(Optional.ofNullable(told.getFirst().reason()).map(Messages::code))
                        .with("recipients", told);
        return later ? problem.retryAfter(Duration.ofSeconds(10)) : problem;
    }

    /// A client's own bound, or trouble of the server.
    private static ProblemKind laterKind(Told first) {
        var reason = first.reason();
        return reason != null && reason.startsWith("4.7.")
                ? ProblemKind.TOO_MANY
                : ProblemKind.UNAVAILABLE;
    }

    private static String code(String reason) {
        return reason.split(" ", 2)[0];
    }

    /// A header that is no trace is passed over: who sent it need not know of it.
    private static Steering said(Call call, Mailing mailing) {
        return mailing.steeringSaid().in(call.header("traceparent").flatMap(TraceParent::of));
    }

    /// One message for all.
    private List<Told> together(Call call, Mailing mailing, Optional<String> seed)
            throws Problem, IOException {
        var id = seed.map(text -> id(text, 0));
        try {
            var begun =
                    door.begin(
                            call.token().client(),
                            call.peer(),
                            id,
                            mailing.envelopeWithoutRecipients(),
                            said(call, mailing));
            if (begun.isEmpty()) {
                return again(mailing, id.map(UUID::toString).orElse(""));
            }
            try (var parcel = begun.get()) {
                return filled(parcel, mailing);
            }
        } catch (Refused e) {
            throw refused(e.reply());
        }
    }

    /// A crash came between disk and answer: the message is here already.
    private static List<Told> again(Mailing mailing, String id) {
        return mailing.recipients().stream()
                .map(one ->
                        one.recipient() == null ? rejected(one, one.reason()) : accepted(one, id))
                .toList();
    }

    private static Told accepted(Addressed one, String id) {
        return new Told(one.shown(), "accepted", id, null);
    }

    private static Told rejected(Addressed one, @Nullable String reason) {
        return new Told(one.shown(), "rejected", null, reason);
    }

    private List<Told> filled(Handover.Parcel parcel, Mailing mailing) throws Refused, IOException {
        var told = new ArrayList<Told>();
        for (var one : mailing.recipients()) {
            told.add(added(parcel, one));
        }
        if (told.stream().anyMatch(Told::isAccepted)) {
            var octets = mailing.octets(chance.get());
            parcel.write(octets, 0, octets.length);
            parcel.commit();
        }
        return told;
    }

    private static Told added(Handover.Parcel parcel, Addressed one) {
        var recipient = one.recipient();
        if (recipient == null) {
            return rejected(one, one.reason());
        }
        try {
            parcel.recipient(recipient);
            return accepted(one, parcel.id().toString());
        } catch (Suppressed e) {
            return new Told(one.shown(), "suppressed", null, words(e.reply()));
        } catch (Refused e) {
            return rejected(one, words(e.reply()));
        }
    }

    /// A message for each; several go to disk at once.
    private List<Told> apart(Call call, Mailing mailing, Optional<String> seed)
            throws Problem, InterruptedException {
        var permits = new Semaphore(AT_ONCE);
        var futures = new ArrayList<Future<Told>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < mailing.recipients().size(); i++) {
                var one = mailing.recipients().get(i);
                int index = i;
                permits.acquire();
                futures.add(
                        threads.submit(() -> {
                            try {
                                return alone(call, mailing, one, seed.map(text -> id(text, index)));
                            } finally {
                                permits.release();
                            }
                        }));
            }
        }
        var told = new ArrayList<Told>();
        for (var future : futures) {
            told.add(result(future));
        }
        return told;
    }

    private static Told result(Future<Told> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Told alone(Call call, Mailing mailing, Addressed one, Optional<UUID> id) {
        var objection =
                one.recipient() == null
                        ? Optional.ofNullable(one.reason())
                        : mailing.objection(one);
        if (objection.isPresent()) {
            return rejected(one, objection.get());
        }
        try {
            var begun =
                    door.begin(
                            call.token().client(),
                            call.peer(),
                            id,
                            mailing.envelopeWithoutRecipients(),
                            said(call, mailing));
            if (begun.isEmpty()) {
                return accepted(one, id.map(UUID::toString).orElse(""));
            }
            try (var parcel = begun.get()) {
                var told = added(parcel, one);
                if (told.isAccepted()) {
                    var octets = mailing.octets(one, chance.get());
                    parcel.write(octets, 0, octets.length);
                    parcel.commit();
                }
                return told;
            }
        } catch (Refused e) {
            return rejected(one, words(e.reply()));
        } catch (IOException e) {
            return rejected(one, "4.3.0 Mail cannot be kept now");
        }
    }

    /// A reply's words, its enhanced status code first.
    private static String words(Reply reply) {
        return String.join(" ", reply.lines());
    }

    /// The whole message is refused: the reply's code says how.
    private static Problem refused(Reply reply) {
        var words = words(reply);
        var code = code(words);
        int basic = reply.code().orElse(451);
        var kind =
                code.startsWith("5.7.")
                        ? ProblemKind.FORBIDDEN
                        : code.equals("5.3.4")
                                ? ProblemKind.TOO_LARGE
                                : code.startsWith("4.7.")
                                        ? ProblemKind.TOO_MANY
                                        : basic < 500
                                                ? ProblemKind.UNAVAILABLE
                                                : ProblemKind.INVALID;
        var problem = Problem.of(kind, words).withCode(Optional.of(code));
        return basic < 500 ? problem.retryAfter(Duration.ofSeconds(10)) : problem;
    }
}

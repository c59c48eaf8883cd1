package org.restante.insight.casefile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Diagnosis;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.Severity;
import org.restante.meaning.provider.Provider;

/// What configuration should do about an incident, before it is put into the words of a server.
///
/// @param word a short name for what is set up, of letters and digits
/// @param domains the recipient domains concerned; one placeholder when none is known
/// @param connections at once
/// @param perMinute messages a minute that the receiver has been taking, a little less; null when not measured, or below one
/// @param perHour the same by the hour; null when not measured
/// @param retryMinutes between attempts, at least
/// @param pauseHours for how long a pause should last at least
/// @param because what it is done for, in a few words
/// @param phrase words of the reply by which the server may know it again; null when there are none
/// @param source the address the mail comes from; null when not known
/// @param sourceName what the sending server calls it
/// @param sender the one sender concerned
/// @param stream of the scope, as the log or a map names it
/// @param domain of the one sender that the scope names
/// @param ptr the name that the source's address resolves to; null when not checked
record Remedy(
        Kind kind,
        String word,
        List<String> domains,
        int connections,
        @Nullable Integer perMinute,
        @Nullable Integer perHour,
        int retryMinutes,
        int pauseHours,
        String because,
        @Nullable String phrase,
        @Nullable String source,
        @Nullable String sourceName,
        @Nullable String sender,
        @Nullable String stream,
        @Nullable String domain,
        @Nullable String tenant,
        @Nullable String ptr,
        String why) {
    enum Kind {
        SLOWER,
        SLOWER_STREAM,
        FEWER_CONNECTIONS,
        PAUSE,
        HOLD_STREAM,
        RETRY_SOON,
        WAIT,
        WITHDRAW_SOURCE,
        HOLD_ALL,
        NAMES,
        TLS;

        /// Whether it stops mail, which is done for as long as something is wrong and no longer.
        boolean stops() {
            return switch (this) {
                case PAUSE, HOLD_STREAM, WITHDRAW_SOURCE, HOLD_ALL -> true;
                case SLOWER, SLOWER_STREAM, FEWER_CONNECTIONS, RETRY_SOON, WAIT, NAMES, TLS ->
                        false;
            };
        }
    }

    /// Where no rule behind the replies says how long a pause should last.
    private static final int PAUSE_HOURS = 4;

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.:+=@-]*");
    private static final String DOMAIN = "RECIPIENT-DOMAIN";
    private static final double A_LITTLE_LESS = .9;
    private static final int MOST_DOMAINS = 12;
    private static final int LEAST_PHRASE = 6;
    private static final int MOST_PHRASE = 48;

    static Remedy of(Incident incident, CaseFacts facts, @Nullable Provider provider) {
        var kind = kind(incident);
        boolean cautious = kind == Kind.SLOWER && perMinute(incident, facts) == null;
        return new Remedy(
                kind,
                word(incident),
                domains(facts, provider),
                cautious || kind == Kind.PAUSE || kind == Kind.SLOWER_STREAM ? 1 : 2,
                perMinute(incident, facts),
                perHour(incident, facts),
                kind == Kind.RETRY_SOON ? 5 : 30,
                facts.minimumPauseHours() > 0 ? facts.minimumPauseHours() : PAUSE_HOURS,
                because(incident.diagnosis()),
                phrase(facts.reply()),
                plain(
                        facts.sourceAddress() == null
                                ? incident.scope().source()
                                : facts.sourceAddress()),
                plain(facts.sourceName()),
                plain(facts.envelopeSender()),
                plain(incident.scope().stream()),
                plain(incident.scope().sender()),
                plain(facts.tenant()),
                facts.ptr(),
                incident.diagnosis().word() + " at " + incident.scope().words());
    }

    /// Names come from logs and go into commands: one that a shell or a file of settings could take for more is left out.
    private static @Nullable String plain(@Nullable String name) {
        return name == null || !PLAIN.matcher(name).matches() ? null : name;
    }

    private static Kind kind(Incident incident) {
        return switch (incident.diagnosis()) {
            case RATE_CUT -> incident.scope().isOfSomeMail() ? Kind.SLOWER_STREAM : Kind.SLOWER;
            case POLICY_REFUSAL, UNEXPLAINED -> Kind.SLOWER;
            case CONNECTION_LIMIT -> Kind.FEWER_CONNECTIONS;
            case SOURCE_BLOCKED_AT_ONE,
                    SOURCE_BLOCKED_AT_MANY,
                    SENDER_BLOCKED,
                    SENDER_BLOCKED_AT_MANY ->
                    incident.severity() == Severity.PAUSE ? Kind.PAUSE : Kind.SLOWER;
            case CONTENT_AT_ONE, CONTENT_AT_MANY, BAD_LIST, AUTHENTICATION_BROKEN ->
                    Kind.HOLD_STREAM;
            case GREYLISTING -> Kind.RETRY_SOON;
            case HOST_BAD, PROVIDER_OUTAGE, MAILBOXES -> Kind.WAIT;
            case SOURCE_DOWN -> Kind.WITHDRAW_SOURCE;
            case OWN_NETWORK -> Kind.HOLD_ALL;
            case IDENTITY -> Kind.NAMES;
            case TLS_BROKEN -> Kind.TLS;
        };
    }

    private static String because(Diagnosis diagnosis) {
        return switch (diagnosis) {
            case BAD_LIST -> "too many addresses that do not exist";
            case CONTENT_AT_ONE, CONTENT_AT_MANY -> "content refused";
            case AUTHENTICATION_BROKEN -> "authentication fails";
            case SOURCE_BLOCKED_AT_ONE,
                    SOURCE_BLOCKED_AT_MANY,
                    SENDER_BLOCKED,
                    SENDER_BLOCKED_AT_MANY ->
                    "refused for reputation";
            case RATE_CUT,
                    CONNECTION_LIMIT,
                    POLICY_REFUSAL,
                    IDENTITY,
                    HOST_BAD,
                    PROVIDER_OUTAGE,
                    OWN_NETWORK,
                    SOURCE_DOWN,
                    GREYLISTING,
                    TLS_BROKEN,
                    MAILBOXES,
                    UNEXPLAINED ->
                    diagnosis.word();
        };
    }

    /// The stream where it is a job or a campaign; one that is called by a domain is that of its senders.
    @Nullable String campaign() {
        return stream == null || stream.indexOf('.') >= 0 ? null : stream;
    }

    /// The domain of the senders concerned: the one that the scope names, or that a stream is called by.
    @Nullable String senderDomain() {
        if (domain != null) {
            return domain;
        }
        return stream == null || stream.indexOf('.') < 0 ? null : stream;
    }

    private static String word(Incident incident) {
        var from = Objects.requireNonNullElse(incident.scope().receiver(), "receivers");
        var word = from.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return "slow" + word.substring(0, Math.min(24, word.length()));
    }

    private static List<String> domains(CaseFacts facts, @Nullable Provider provider) {
        var domains =
                new ArrayList<>(
                        facts.recipientDomains().stream()
                                .filter(domain -> PLAIN.matcher(domain).matches())
                                .toList());
        if (provider != null) {
            provider.domains().stream().filter(d -> !domains.contains(d)).forEach(domains::add);
        }
        return domains.isEmpty()
                ? List.of(DOMAIN)
                : List.copyOf(domains.subList(0, Math.min(MOST_DOMAINS, domains.size())));
    }

    private static @Nullable Integer perMinute(Incident incident, CaseFacts facts) {
        var accepted = accepted(incident, facts);
        return accepted == null || accepted < 1
                ? null
                : (int) Math.max(1, Math.round(accepted * A_LITTLE_LESS));
    }

    private static @Nullable Integer perHour(Incident incident, CaseFacts facts) {
        var accepted = accepted(incident, facts);
        return accepted == null || accepted * 60 < 1
                ? null
                : (int) Math.max(1, Math.round(accepted * 60 * A_LITTLE_LESS));
    }

    /// What was accepted a minute since the onset.
    private static @Nullable Double accepted(Incident incident, CaseFacts facts) {
        Instant end = incident.until() == null ? facts.last() : incident.until();
        if (end == null || !end.isAfter(incident.since())) {
            return null;
        }
        double minutes = Duration.between(incident.since(), end).toSeconds() / 60.0;
        return (incident.attempts() - incident.refusals()) / minutes;
    }

    /// The longest stretch of the reply without digits, links or marks that a pattern would trip over.
    private static @Nullable String phrase(@Nullable String reply) {
        if (reply == null) {
            return null;
        }
        String best = null;
        for (var part : reply.replaceAll("https?://\\S+", "|").split("[^A-Za-z ]+")) {
            var words = part.strip();
            if (words.length() >= LEAST_PHRASE
                    && (best == null || words.length() > best.length())) {
                best = words;
            }
        }
        return best == null || best.length() <= MOST_PHRASE
                ? best
                : best.substring(0, best.lastIndexOf(' ', MOST_PHRASE));
    }
}

package org.restante.app.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;
import org.restante.app.access.Token;
import org.restante.app.access.TokenText;
import org.restante.app.api.Problem.Fault;
import org.restante.mail.message.Domain;
import org.restante.sending.reception.Client;

/// A token as somebody wishes it; what is absent bounds nothing.
///
/// @param expires a time, such as `2027-01-31T12:00:00Z`, or days from now, such as `P90D`; never without it
public record TokenWish(
        @Nullable String name,
        @Nullable List<String> scopes,
        @Nullable String expires,
        @Nullable Long requestsPerSecond,
        @Nullable String tenant,
        @Nullable List<String> senders,
        @Nullable List<String> pools,
        @Nullable List<String> streams,
        @Nullable Boolean steers,
        @Nullable Long recipientsPerHour,
        @Nullable Long recipientsPerDay) {
    private static final Pattern WORD = Pattern.compile("[\\w.@:/+-]{1,100}");
    private static final Pattern DAYS = Pattern.compile("P([1-9][0-9]{0,4})D");
    private static final int MOST_WORDS = 100;

    /// Beyond it no file of tokens could be read.
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    /// @throws Problem with all that is wrong
    Token token(TokenText text, Instant now) throws Problem {
        var faults = new ArrayList<Fault>();
        if (name == null || !Token.isName(name)) {
            faults.add(
                    new Fault(
                            "name",
                            "one without blanks and quotes, not the server's own, would be right"));
        }
        if (tenant != null && !tenant.isEmpty() && !WORD.matcher(tenant).matches()) {
            faults.add(new Fault("tenant", "letters, digits and ._@:/+- would be right"));
        }
        var wanted = scopes(faults);
        var end = end(now, faults);
        var client =
                new Client(
                        name == null ? "" : name,
                        Optional.ofNullable(tenant).filter(word -> !word.isEmpty()),
                        domains(faults),
                        words("pools", pools, faults),
                        words("streams", streams, faults),
                        Boolean.TRUE.equals(steers),
                        number("recipients_per_hour", recipientsPerHour, 0, faults),
                        number("recipients_per_day", recipientsPerDay, 0, faults));
        var perSecond = number("requests_per_second", requestsPerSecond, 1, faults);
        if (!faults.isEmpty()) {
            throw Problem.fields(faults);
        }
        return new Token(
                text.id(),
                text.digest(),
                wanted,
                client,
                perSecond,
                now.truncatedTo(ChronoUnit.SECONDS),
                end);
    }

    private Set<Scope> scopes(List<Fault> faults) {
        var words = scopes == null ? List.<String>of() : scopes;
        var all = EnumSet.noneOf(Scope.class);
        words.forEach(word -> Scope.of(word).ifPresent(all::add));
        if (all.isEmpty() || all.size() < new LinkedHashSet<>(words).size()) {
            faults.add(new Fault("scopes", "some of submit, read, operate, admin would be right"));
        }
        return all;
    }

    private Optional<Instant> end(Instant now, List<Fault> faults) {
        if (expires == null || expires.isEmpty()) {
            return Optional.empty();
        }
        try {
            var days = DAYS.matcher(expires);
            var end =
                    days.matches()
                            ? now.atOffset(ZoneOffset.UTC)
                                    .plusDays(Integer.parseInt(days.group(1)))
                                    .toInstant()
                                    .truncatedTo(ChronoUnit.SECONDS)
                            : Instant.parse(expires);
            if (end.isAfter(now) && end.isBefore(LATEST)) {
                return Optional.of(end);
            }
        } catch (DateTimeException e) {
            // Told below, as a time that is over.
        }
        faults.add(
                new Fault(
                        "expires",
                        "a time to come such as 2027-01-31T12:00:00Z, or P90D, would be right"));
        return Optional.empty();
    }

    private Set<Domain> domains(List<Fault> faults) {
        var domains = new LinkedHashSet<Domain>();
        for (var sender : bounded("senders", senders, faults)) {
            var domain = Domain.of(sender);
            if (domain.isEmpty()) {
                faults.add(new Fault("senders", "domains such as example.com would be right"));
                break;
            }
            domains.add(domain.get());
        }
        return domains;
    }

    private static Set<String> words(
            String field, @Nullable List<String> words, List<Fault> faults) {
        var all = bounded(field, words, faults);
        if (!all.stream().allMatch(word -> WORD.matcher(word).matches())) {
            faults.add(new Fault(field, "words of letters, digits and ._@:/+- would be right"));
            return Set.of();
        }
        return new LinkedHashSet<>(all);
    }

    private static List<String> bounded(
            String field, @Nullable List<String> words, List<Fault> faults) {
        if (words == null) {
            return List.of();
        }
        if (words.size() > MOST_WORDS || words.stream().anyMatch(word -> word == null)) {
            faults.add(new Fault(field, "at most " + MOST_WORDS + " words would be right"));
            return List.of();
        }
        return words;
    }

    private static OptionalLong number(
            String field, @Nullable Long number, long least, List<Fault> faults) {
        if (number == null) {
            return OptionalLong.empty();
        }
        if (number < least) {
            faults.add(new Fault(field, "a whole number from " + least + " would be right"));
        }
        return OptionalLong.of(number);
    }
}

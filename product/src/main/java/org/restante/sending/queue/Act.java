package org.restante.sending.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.restante.sending.dispatch.LaneOrder;

/// What a person, a program or the response protocol does to waiting mail or to lanes.
///
/// [Hold], [Pause] and [Limit] stand until they are taken back or their time is over, and concern what comes later too. The others go
/// through the mail that was there when they were given, once.
public sealed interface Act {
    /// Mail does not leave, and does not expire meanwhile.
    record Hold(Filter mail, Optional<Instant> until) implements Act {
        public Hold {
            if (mail.values().containsKey(Facet.STATE)) {
                throw new IllegalArgumentException(
                        "a hold goes by what mail is, not by its state; leave out state");
            }
        }
    }

    /// Mail leaves although holds given before match it; what was exported is in the queue again. By a tenant: although its own holds match it.
    record Release(Filter mail) implements Act {}

    /// Mail is due now.
    record Retry(Filter mail) implements Act {}

    /// Mail is taken out, and nobody is told.
    record Remove(Filter mail) implements Act {}

    /// Mail is given up, and its senders are told.
    record Bounce(Filter mail) implements Act {}

    /// Mail leaves by another pool.
    record Move(Filter mail, String pool) implements Act {}

    /// Lanes, or the mail for a domain, wait.
    record Pause(Reach reach, Optional<Instant> until) implements Act {}

    /// Lanes go no faster.
    ///
    /// @param connections at once
    record Limit(
            Reach reach,
            OptionalInt connections,
            OptionalInt messagesPerHour,
            Optional<Instant> until)
            implements Act {
        public Limit {
            if (connections.isEmpty() && messagesPerHour.isEmpty()) {
                throw new IllegalArgumentException(
                        "a limit says how many connections, or how many messages an hour");
            }
            if (connections.orElse(1) < 1 || messagesPerHour.orElse(1) < 1) {
                throw new IllegalArgumentException(
                        "a limit is 1 at least; to stop a lane, pause it");
            }
            if (reach.domain().isPresent()) {
                throw new IllegalArgumentException(
                        "a receiver counts at its site; limit the site or provider, not a domain");
            }
        }
    }

    /// Which lanes. A domain alone, or with a source, is narrower than any lane.
    record Reach(
            Optional<String> site,
            Optional<String> source,
            Optional<String> domain,
            Optional<String> provider) {
        public Reach {
            if (site.isEmpty() && source.isEmpty() && domain.isEmpty() && provider.isEmpty()) {
                throw new IllegalArgumentException(
                        "which lanes? Name a site, a source, a provider or a domain");
            }
            if (domain.isPresent() && (site.isPresent() || provider.isPresent())) {
                throw new IllegalArgumentException(
                        "a domain has one site and one provider; name the domain alone");
            }
        }

        private LaneOrder order(boolean pauses, OptionalInt connections, OptionalInt rate) {
            return new LaneOrder(site, source, provider, pauses, connections, rate);
        }

        @Override
        public String toString() {
            List<String> words = new ArrayList<>();
            site.ifPresent(it -> words.add("site=" + it));
            source.ifPresent(it -> words.add("source=" + it));
            domain.ifPresent(it -> words.add("domain=" + it));
            provider.ifPresent(it -> words.add("provider=" + it));
            return String.join(" ", words);
        }
    }

    /// `hold`, `release` …
    default String word() {
        return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    /// When it ends by itself.
    default Optional<Instant> end() {
        return switch (this) {
            case Hold hold -> hold.until();
            case Pause pause -> pause.until();
            case Limit limit -> limit.until();
            case Release _, Retry _, Remove _, Bounce _, Move _ -> Optional.empty();
        };
    }

    /// Whether it stands until it is taken back.
    default boolean stands() {
        return switch (this) {
            case Hold _, Pause _, Limit _ -> true;
            case Release _, Retry _, Remove _, Bounce _, Move _ -> false;
        };
    }

    /// The mail it goes through, or holds; empty for what concerns lanes.
    default Optional<Filter> mailMeant() {
        return switch (this) {
            case Hold(var mail, var until) -> Optional.of(mail);
            case Release(var mail) -> Optional.of(mail);
            case Retry(var mail) -> Optional.of(mail);
            case Remove(var mail) -> Optional.of(mail);
            case Bounce(var mail) -> Optional.of(mail);
            case Move(var mail, var pool) -> Optional.of(mail);
            case Pause _, Limit _ -> Optional.empty();
        };
    }

    /// The same for other mail; what concerns lanes stays as it is.
    default Act with(Filter mail) {
        return switch (this) {
            case Hold(var before, var until) -> new Hold(mail, until);
            case Release _ -> new Release(mail);
            case Retry _ -> new Retry(mail);
            case Remove _ -> new Remove(mail);
            case Bounce _ -> new Bounce(mail);
            case Move(var before, var pool) -> new Move(mail, pool);
            case Pause _, Limit _ -> this;
        };
    }

    /// What it asks of lanes; empty for what concerns mail, that of a domain included.
    default Optional<LaneOrder> lanesMeant() {
        return switch (this) {
            case Pause(var reach, var until) when reach.domain().isEmpty() ->
                    Optional.of(reach.order(true, OptionalInt.empty(), OptionalInt.empty()));
            case Limit(var reach, var connections, var rate, var until) ->
                    Optional.of(reach.order(false, connections, rate));
            case Pause _, Hold _, Release _, Retry _, Remove _, Bounce _, Move _ ->
                    Optional.empty();
        };
    }

    /// In words: `hold domain=example.com`.
    default String words() {
        return word()
                + " "
                + switch (this) {
                    case Hold(var mail, var until) -> mail;
                    case Release(var mail) -> mail;
                    case Retry(var mail) -> mail;
                    case Remove(var mail) -> mail;
                    case Bounce(var mail) -> mail;
                    case Move(var mail, var pool) -> mail + " to_pool=" + pool;
                    case Pause(var reach, var until) -> reach;
                    case Limit(var reach, var connections, var rate, var until) ->
                            reach
                                    + (connections.isPresent()
                                            ? " connections=" + connections.getAsInt()
                                            : "")
                                    + (rate.isPresent()
                                            ? " messages_per_hour=" + rate.getAsInt()
                                            : "");
                };
    }
}

package org.restante.app.duty;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Attempt;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.sending.dispatch.Hops;

/// What is on record of a host that cannot be spoken with, and of its coming back. No message meets that refusal, so no attempt tells of it.
///
/// @param isAside whether it is left alone from now on
/// @param stage null where it is not told
/// @param trouble null where the host said something
/// @param said its reply, or the words of the trouble
record HostNews(
        boolean isAside,
        String host,
        @Nullable String address,
        @Nullable Stage stage,
        @Nullable Trouble trouble,
        String said) {
    private static final Pattern NAMED = Pattern.compile("(\\S+?)(?:\\[([^\\]]*)\\])?");
    private static final Pattern SAID =
            Pattern.compile(" said at (\\w+): (.*?)(?:; one connection .*)?", Pattern.DOTALL);
    private static final Pattern BROKE =
            Pattern.compile(
                    " broke off at (\\w+) \\(([\\w-]+): (.*?)\\)(?:; one connection .*)?",
                    Pattern.DOTALL);

    /// Empty when it is about something else.
    static Optional<HostNews> of(Event event) {
        var act = event.act();
        if (event.type() != EventType.ACTION || act == null) {
            return Optional.empty();
        }
        boolean isAside = act.startsWith(Hops.SETS_ASIDE);
        if (!isAside && !act.startsWith(Hops.USES_AGAIN)) {
            return Optional.empty();
        }
        var named = act.substring((isAside ? Hops.SETS_ASIDE : Hops.USES_AGAIN).length());
        var host = NAMED.matcher(named);
        if (!host.matches()) {
            return Optional.empty();
        }
        var reason = event.reason() == null ? "" : event.reason();
        var words = reason.startsWith(named) ? reason.substring(named.length()) : reason;
        return Optional.of(of(isAside, host.group(1), host.group(2), words));
    }

    private static HostNews of(
            boolean isAside, String host, @Nullable String address, String words) {
        var said = SAID.matcher(words);
        if (said.matches()) {
            var stage = Stage.of(said.group(1)).orElse(null);
            return new HostNews(isAside, host, address, stage, null, said.group(2));
        }
        var broke = BROKE.matcher(words);
        if (broke.matches()) {
            var stage = Stage.of(broke.group(1)).orElse(null);
            var trouble = Trouble.of(broke.group(2)).orElse(null);
            return new HostNews(isAside, host, address, stage, trouble, broke.group(3));
        }
        return new HostNews(isAside, host, address, null, null, words.strip());
    }

    /// As though it had been an attempt.
    Attempt attempt() {
        return new Attempt(
                host, address, null, null, null, null, null, stage, trouble, null, null, said, null,
                null, null, null, null, null, null, null, null, null);
    }
}

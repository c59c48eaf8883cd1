package org.restante.app.server;

import org.jspecify.annotations.Nullable;
import org.restante.app.identity.Finding;
import org.restante.app.identity.MendChecks;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.dispatch.Trial;
import org.restante.sending.dispatch.Trial.Seen;
import org.restante.sending.routing.Source;

/// What a trial with a receiver's host says about a mend.
record ReceiverTrial(Trial trial) implements MendChecks.Receivers {
    @Override
    public Finding speak(String domain, @Nullable String host, Source source, boolean isForTls) {
        return switch (trial.speak(domain, host, source)) {
            case Seen.Nowhere(var why) -> Finding.fail(why);
            case Seen.NotAsked(var why) -> Finding.unknown(why);
            case Seen.Silent(var at, var outcome) ->
                    Finding.fail(source.name() + " to " + at + ": " + words(outcome));
            case Seen.Spoke spoke -> isForTls ? tls(spoke) : Finding.pass(answers(spoke));
        };
    }

    private static String answers(Seen.Spoke spoke) {
        return spoke.host()
                + " answers"
                + spoke.tls().map(version -> " and does " + version).orElse("")
                + spoke.noTls().map(why -> ", but: " + why).orElse("");
    }

    private static Finding tls(Seen.Spoke spoke) {
        var asked = " (" + spoke.demand().why() + ")";
        return spoke.noTls()
                .map(why -> Finding.fail(spoke.host() + ": " + why + asked))
                .orElseGet(() -> Finding.pass(answers(spoke) + asked));
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted _ -> "it answers";
            case Outcome.Refused(var stage, var reply) ->
                    "said at "
                            + stage.word()
                            + ": "
                            + (reply.code().isPresent() ? reply.code().getAsInt() + " " : "")
                            + String.join(" ", reply.lines());
            case Outcome.Broken(var stage, var trouble, var text) ->
                    "broke off at " + stage.word() + " (" + trouble.word() + ": " + text + ")";
            case Outcome.Unfit(_, var text) -> text;
        };
    }
}

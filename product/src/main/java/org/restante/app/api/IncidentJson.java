package org.restante.app.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.restante.app.duty.Case;
import org.restante.app.duty.Deed;
import org.restante.app.duty.MendCheck;
import org.restante.app.duty.PostmasterLetter;
import org.restante.app.duty.Responder;
import org.restante.app.duty.Work;
import org.restante.app.page.Words;
import org.restante.insight.casefile.Mend;
import org.restante.insight.incident.Alternative;
import org.restante.insight.incident.Evidence;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.IncidentScope;
import org.restante.insight.response.Recommendation;
import org.restante.meaning.verdict.Word;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An incident as JSON: the object of `restante analyze --json`, and what only a running server knows.
final class IncidentJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private IncidentJson() {}

    /// As a row of a list.
    static ObjectNode row(Case one, Recommendation asked) {
        var to = JSON.createObjectNode();
        var incident = one.incident();
        to.put("id", incident.id());
        to.put("state", one.isOpen() ? "open" : "closed");
        to.put("headline", headline(one));
        present(to, "origin", one.origin());
        time(to, "since", incident.since());
        time(to, "until", incident.until());
        time(to, "opened_at", one.openedAt());
        time(to, "changed_at", one.changedAt());
        scope(to.putObject("scope"), incident.scope());
        to.put("cause", incident.cause().word());
        to.put("diagnosis", incident.diagnosis().word());
        to.put("confidence", rounded(incident.confidence()));
        to.put("deferral_rate", rounded(incident.deferralRate()));
        to.put("baseline_rate", rounded(incident.baselineRate()));
        to.put("attempts", incident.attempts());
        to.put("refusals", incident.refusals());
        to.put("severity", incident.severity().word());
        words(to.putArray("next"), incident.next());
        work(to.putObject("work"), one.work());
        recommendation(to.putObject("recommendation"), asked);
        return to;
    }

    /// With all that is known.
    ///
    /// @param whyNot why the server cannot find out whether something is mended
    /// @param letterTo whom a letter about it goes to; null where nobody is known
    static ObjectNode whole(
            Case one,
            Recommendation asked,
            Responder.Standing response,
            Function<Mend, Optional<String>> whyNot,
            @Nullable String letterTo) {
        var to = row(one, asked);
        Incident incident = one.incident();
        texts(to.putArray("steps"), incident.steps());
        var evidence = to.putArray("evidence");
        incident.evidence().forEach(it -> evidence(evidence.addObject(), it));
        var alternatives = to.putArray("alternatives");
        incident.alternatives().forEach(it -> alternative(alternatives.addObject(), it));
        var replies = to.putArray("replies");
        one.replies().forEach(text -> replies.addObject().put("text", text));
        var timeline = to.putArray("timeline");
        for (var entry : one.story()) {
            var told = timeline.addObject();
            time(told, "at", entry.at());
            told.put("what", entry.what().word());
            told.put("actor", entry.actor());
            told.put("words", entry.words());
        }
        var mends = to.putArray("mends");
        Mend.of(incident.diagnosis())
                .forEach(it -> mend(mends.addObject(), it, whyNot.apply(it), one.work()));
        to.put("letter_to", letterTo);
        var letters = to.putArray("letters");
        one.work().letters().forEach(it -> letter(letters.addObject(), it));
        var acts = to.putArray("acts");
        one.deeds().forEach(deed -> deed(acts.addObject(), deed));
        to.putObject("response")
                .put("mode", response.mode().word())
                .put("would", response.would())
                .put("why_not", response.whyNot());
        return to;
    }

    private static void deed(ObjectNode to, Deed deed) {
        to.put("id", deed.id().toString());
        to.put("action", deed.action().word());
        to.put("slow_by", deed.slowBy());
        to.put("words", deed.words());
        to.put("by", deed.by());
        to.put("reason", deed.reason());
        time(to, "at", deed.at());
        time(to, "until", deed.until());
        to.put("state", deed.stands() ? "stands" : "over");
        to.put("undone_by", deed.undoneBy());
    }

    private static void time(ObjectNode to, String key, @Nullable Instant value) {
        to.put(key, value == null ? null : value.toString());
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    private static void present(ObjectNode to, String key, @Nullable String value) {
        if (value != null) {
            to.put(key, value);
        }
    }

    private static void scope(ObjectNode to, IncidentScope scope) {
        present(to, "provider", scope.provider());
        present(to, "site", scope.site());
        present(to, "source", scope.source());
        present(to, "mx_host", scope.mxHost());
        present(to, "stream", scope.stream());
        present(to, "sender_domain", scope.sender());
        present(to, "stage", scope.stage() == null ? null : scope.stage().word());
        texts(to.putArray("providers"), scope.providers());
        to.put("words", scope.words());
    }

    private static void work(ObjectNode to, Work work) {
        to.put("acknowledged_by", work.acknowledgedBy());
        time(to, "acknowledged_at", work.acknowledgedAt());
        to.put("assignee", work.assignee());
        time(to, "muted_until", work.mutedUntil());
        to.put("muted_by", work.mutedBy());
        time(to, "review_at", work.reviewAt());
        time(to, "letter_due_at", work.letterDueAt().orElse(null));
    }

    private static void mend(ObjectNode to, Mend mend, Optional<String> whyNot, Work work) {
        to.put("mend", mend.word());
        to.put("words", mend.words());
        to.put("why_not", whyNot.orElse(null));
        var check = work.check(mend);
        to.put("result", check.map(it -> it.finding().result().word()).orElse(null));
        to.put("found", check.map(it -> it.finding().found()).orElse(null));
        time(to, "checked_at", check.map(MendCheck::at).orElse(null));
        to.put("checked_by", check.map(MendCheck::by).orElse(null));
    }

    private static void letter(ObjectNode to, PostmasterLetter letter) {
        to.put("number", letter.number());
        to.put("to", letter.to());
        to.put("state", letter.state().word());
        time(to, "sent_at", letter.sentAt());
        to.put("sent_by", letter.sentBy());
        time(to, "changed_at", letter.changedAt());
        to.put("changed_by", letter.changedBy());
        time(to, "due_at", letter.isUnanswered() ? letter.dueAt() : null);
        to.put("ticket", letter.ticket());
        to.put("note", letter.note());
    }

    private static void recommendation(ObjectNode to, Recommendation asked) {
        to.put("action", asked.action().word());
        to.put("slow_by", asked.slowBy());
        to.put("connections_only", asked.connectionsOnly());
        seconds(to, "retry_at_least_s", asked.retryAtLeast());
        seconds(to, "pause_at_least_s", asked.pauseAtLeast());
        to.put("one_canary", asked.oneCanary());
        to.put("keep_transactional", asked.keepTransactional());
        to.put("share", rounded(asked.share()));
        to.put("counted", asked.counted());
        to.put("lasting", asked.stair() == null ? null : asked.stair().step());
        words(to.putArray("next"), asked.next());
        texts(to.putArray("look"), asked.look());
        to.put("reason", asked.reason());
    }

    private static void seconds(ObjectNode to, String key, @Nullable Duration value) {
        if (value == null) {
            to.putNull(key);
        } else {
            to.put(key, value.toSeconds());
        }
    }

    private static void words(ArrayNode to, Collection<? extends Word> words) {
        words.forEach(word -> to.add(word.word()));
    }

    private static void texts(ArrayNode to, List<String> texts) {
        texts.forEach(to::add);
    }

    private static void alternative(ObjectNode to, Alternative other) {
        to.put("cause", other.cause().word());
        to.put("confidence", rounded(other.confidence()));
        to.put("diagnosis", other.diagnosis().word());
        to.put("to_tell_apart", other.toTellApart());
    }

    private static void evidence(ObjectNode to, Evidence evidence) {
        switch (evidence) {
            case Evidence.Inside(var refusals, var attempts) ->
                    counts(to, "inside", refusals, attempts);
            case Evidence.Before(var refusals, var attempts) ->
                    counts(to, "before", refusals, attempts);
            case Evidence.Outside(var refusals, var attempts) ->
                    counts(to, "outside", refusals, attempts);
            case Evidence.CleanSibling(var dimension, var name, var refusals, var attempts) ->
                    counts(to, "clean-sibling", refusals, attempts)
                            .put("dimension", dimension.word())
                            .put("name", name);
            case Evidence.AtStage(var stage, var share) ->
                    to.put("kind", "stage").put("stage", stage.word()).put("share", rounded(share));
            case Evidence.Causes(var causes) -> {
                var list = to.put("kind", "causes").putArray("causes");
                causes.forEach(it ->
                        list.addObject()
                                .put("cause", it.cause().word())
                                .put("refusals", it.refusals()));
            }
            case Evidence.Replies _ -> to.put("kind", "replies");
            case Evidence.Onset(var at, var fromTheStart) ->
                    to.put("kind", "onset")
                            .put("at", at.toString())
                            .put("from_the_start", fromTheStart);
            case Evidence.VolumeBefore(var perMinute, var usual) ->
                    to.put("kind", "volume-before")
                            .put("per_minute", rounded(perMinute))
                            .put("usual", rounded(usual));
            case Evidence.Slowed(var perMinute, var usual, var waits) ->
                    to.put("kind", "slowed")
                            .put("per_minute", rounded(perMinute))
                            .put("usual", rounded(usual))
                            .put("waits_seconds", Math.round(waits));
            case Evidence.Messages(var refused, var tried) ->
                    to.put("kind", "messages").put("refused", refused).put("tried", tried);
        }
        to.put("sentence", evidence.sentence());
    }

    private static ObjectNode counts(ObjectNode to, String kind, long refusals, long attempts) {
        return to.put("kind", kind).put("refusals", refusals).put("attempts", attempts);
    }

    private static String headline(Case one) {
        var incident = one.incident();
        return String.format(
                Locale.ROOT,
                "%s: %.0f %% of %s refused (%s), most likely %s",
                incident.scope().words(),
                100 * incident.refusalRate(),
                incident.tries(),
                incident.usually(),
                Words.label(incident.diagnosis(), namesSources(one)));
    }

    /// Many a log does not tell from where its mail leaves. Where no refusal is at hand, nothing says so.
    private static boolean namesSources(Case one) {
        var facts = one.facts();
        return facts.history().isEmpty()
                || facts.sourceAddress() != null
                || facts.ehlo() != null
                || one.incident().scope().source() != null;
    }
}

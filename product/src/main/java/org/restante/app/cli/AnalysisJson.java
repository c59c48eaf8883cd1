package org.restante.app.cli;

import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Alternative;
import org.restante.insight.incident.Evidence;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.IncidentScope;
import org.restante.meaning.verdict.Verdict;
import org.restante.meaning.verdict.Word;
import org.restante.record.report.Analysis;
import org.restante.record.report.Backlog;
import org.restante.record.report.Caveats;
import org.restante.record.report.Heat;
import org.restante.record.report.Input;
import org.restante.record.report.NamedAddress;
import org.restante.record.report.PersistentDeferral;
import org.restante.record.report.ReplyGroup;
import org.restante.record.report.Rung;
import org.restante.record.report.TableRow;
import org.restante.record.report.Timeline;
import org.restante.record.report.Totals;
import org.restante.record.report.UnparsedLine;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The answer of `analyze --json`, as `docs/schemas/analyze.schema.json` has it: the keys of the contract first and always,
/// null where unknown, then what else is known. Times are UTC.
public final class AnalysisJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;

    private AnalysisJson(JsonGenerator json) {
        this.json = json;
    }

    /// Writes one JSON object in UTF-8 with a line end; `out` stays open.
    public static void write(Analysis analysis, List<Incident> incidents, OutputStream out) {
        var context = ObjectWriteContext.empty();
        var closing = new Unclosed(out);
        try (var json = FACTORY.createGenerator(context, closing, JsonEncoding.UTF8)) {
            new AnalysisJson(json).write(analysis, incidents);
            json.writeRaw('\n');
        }
    }

    private void write(Analysis analysis, List<Incident> incidents) {
        var tables = analysis.tables();
        json.writeStartObject();
        input(analysis.input());
        totals(analysis.totals());
        table("by_provider", tables.byProvider());
        table("by_domain", tables.byDomain());
        table("by_source", tables.bySource());
        table("by_mx_host", tables.byMxHost());
        table("by_stage", tables.byStage());
        table("by_cause", tables.byCause());
        replies(analysis.replies());
        persistent(analysis.persistence().rows());
        incidents(incidents);
        table("by_stream", tables.byStream());
        table("by_hour", tables.byHour());
        rungs(analysis);
        timeline(analysis.timeline());
        heat(analysis.heat());
        named(analysis.named());
        backlog(analysis.backlog());
        json.writeEndObject();
    }

    private void input(Input input) {
        json.writeObjectPropertyStart("input");
        json.writeArrayPropertyStart("files");
        input.files().forEach(json::writeString);
        json.writeEndArray();
        text("format", input.format().isEmpty() ? null : input.format());
        number("lines", input.lines());
        number("events", input.events());
        number("unparsed", input.unparsed());
        time("from", input.from());
        time("to", input.to());
        seconds("seconds", input.took());
        number("bytes", input.bytes());
        json.writeArrayPropertyStart("unparsed_samples");
        input.samples().forEach(this::sample);
        json.writeEndArray();
        caveats(input.caveats());
        json.writeEndObject();
    }

    private void caveats(Caveats caveats) {
        time("since", caveats.since());
        time("until", caveats.until());
        number("steps_back", caveats.stepsBack());
        seconds("furthest_back_s", caveats.furthestBack());
        number("lines_cut", caveats.linesCut());
        text("damage", caveats.damage().isEmpty() ? null : caveats.damage());
    }

    private void sample(UnparsedLine sample) {
        json.writeStartObject();
        text("file", sample.file());
        number("line", sample.line());
        text("text", sample.text());
        json.writeEndObject();
    }

    private void totals(Totals totals) {
        json.writeObjectPropertyStart("totals");
        number("attempts", totals.attempts());
        number("delivered", totals.delivered());
        number("deferred", totals.deferred());
        number("bounced", totals.bounced());
        number("expired", totals.expired());
        rate("deferral_rate", totals.deferralRate());
        number("suspended", totals.suspended());
        number("received", totals.received());
        number("messages", totals.messages());
        number("messages_deferred", totals.messagesDeferred());
        number("deferred_then_delivered", totals.deferredThenDelivered());
        number("deferred_then_given_up", totals.deferredThenGivenUp());
        number("deferred_still", totals.deferredStill());
        rate("deferral_to_delivery", totals.deferralToDelivery());
        seconds("delivery_p50_s", totals.deliveryP50());
        seconds("delivery_p90_s", totals.deliveryP90());
        seconds("recovery_p50_s", totals.recoveryP50());
        seconds("recovery_p90_s", totals.recoveryP90());
        number("handed_on", totals.handedOn());
        json.writeEndObject();
    }

    private void table(String name, List<TableRow> rows) {
        json.writeArrayPropertyStart(name);
        for (var row : rows) {
            json.writeStartObject();
            row(row);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void row(TableRow row) {
        text("key", row.key());
        number("attempts", row.attempts());
        number("delivered", row.delivered());
        number("deferred", row.deferred());
        number("bounced", row.bounced());
        number("messages", row.messages());
        number("messages_deferred", row.messagesDeferred());
        rate("deferral_rate", row.deferralRate());
        seconds("delay_p50_s", row.delayP50());
        seconds("delay_p90_s", row.delayP90());
    }

    private void replies(List<ReplyGroup> groups) {
        json.writeArrayPropertyStart("by_reply");
        for (var group : groups) {
            json.writeStartObject();
            row(group.row());
            number("id", group.id());
            text("example", group.example().isEmpty() ? null : group.example());
            verdict(group.verdict());
            text("provider", group.provider());
            time("first", group.first());
            time("last", group.last());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void verdict(@Nullable Verdict verdict) {
        if (verdict == null || verdict.code() == 0) {
            json.writeNullProperty("code");
        } else {
            json.writeNumberProperty("code", verdict.code());
        }
        text("status", verdict == null ? null : verdict.status());
        word("cause", verdict == null ? null : verdict.cause());
        word("scope", verdict == null ? null : verdict.scope());
        word("signalled", verdict == null ? null : verdict.signalled());
        word("effective", verdict == null ? null : verdict.effective());
        text("rule", verdict == null ? null : verdict.rule());
        text("explanation", verdict == null ? null : verdict.explanation());
        words("next", verdict == null ? List.of() : verdict.next());
    }

    private void persistent(List<PersistentDeferral> rows) {
        json.writeArrayPropertyStart("persistent");
        for (var row : rows) {
            json.writeStartObject();
            text("recipient", row.recipient());
            text("domain", row.domain());
            text("provider", row.provider());
            number("waiting", row.waiting());
            number("attempts", row.attempts());
            time("first", row.first());
            time("last", row.last());
            seconds("age_s", row.age());
            text("rung", row.rung().map(Rung::word).orElse(null));
            word("cause", row.cause());
            text("last_reply", row.lastReply());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void incidents(List<Incident> incidents) {
        json.writeArrayPropertyStart("incidents");
        incidents.forEach(this::incident);
        json.writeEndArray();
    }

    private void incident(Incident incident) {
        json.writeStartObject();
        text("id", incident.id());
        time("since", incident.since());
        time("until", incident.until());
        scope(incident.scope());
        word("cause", incident.cause());
        json.writeNumberProperty("confidence", rounded(incident.confidence()));
        json.writeNumberProperty("deferral_rate", rounded(incident.deferralRate()));
        json.writeNumberProperty("baseline_rate", rounded(incident.baselineRate()));
        number("attempts", incident.attempts());
        word("severity", incident.severity());
        json.writeArrayPropertyStart("evidence");
        incident.evidence().forEach(this::evidence);
        json.writeEndArray();
        json.writeArrayPropertyStart("alternatives");
        incident.alternatives().forEach(this::alternative);
        json.writeEndArray();
        words("next", incident.next());
        word("diagnosis", incident.diagnosis());
        number("refusals", incident.refusals());
        json.writeArrayPropertyStart("steps");
        incident.steps().forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
    }

    /// A field is absent where the incident spans all values of it; the provider also where nobody knows who runs the site.
    private void scope(IncidentScope scope) {
        json.writeObjectPropertyStart("scope");
        present("provider", scope.provider());
        present("site", scope.site());
        present("source_ip", scope.source());
        present("mx_host", scope.mxHost());
        present("stream", scope.stream());
        present("sender_domain", scope.sender());
        present("stage", scope.stage() == null ? null : scope.stage().word());
        json.writeArrayPropertyStart("providers");
        scope.providers().forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void evidence(Evidence evidence) {
        json.writeStartObject();
        switch (evidence) {
            case Evidence.Inside(var refusals, var attempts) ->
                    counts("inside", refusals, attempts);
            case Evidence.Before(var refusals, var attempts) ->
                    counts("before", refusals, attempts);
            case Evidence.Outside(var refusals, var attempts) ->
                    counts("outside", refusals, attempts);
            case Evidence.CleanSibling(var dimension, var name, var refusals, var attempts) -> {
                counts("clean-sibling", refusals, attempts);
                word("dimension", dimension);
                text("name", name);
            }
            case Evidence.AtStage(var stage, var share) -> {
                text("kind", "stage");
                text("stage", stage.word());
                json.writeNumberProperty("share", rounded(share));
            }
            case Evidence.Causes(var counts) -> causes(counts);
            case Evidence.Replies(var first, var last, var frequent) -> {
                text("kind", "replies");
                number("first", first);
                number("last", last);
                json.writeArrayPropertyStart("frequent");
                frequent.forEach(json::writeNumber);
                json.writeEndArray();
            }
            case Evidence.Onset(var at, var fromTheStart) -> {
                text("kind", "onset");
                time("at", at);
                json.writeBooleanProperty("from_the_start", fromTheStart);
            }
            case Evidence.VolumeBefore(var perMinute, var usual) -> {
                text("kind", "volume-before");
                json.writeNumberProperty("per_minute", rounded(perMinute));
                json.writeNumberProperty("usual", rounded(usual));
            }
            case Evidence.Slowed(var perMinute, var usual, var waits) -> {
                text("kind", "slowed");
                json.writeNumberProperty("per_minute", rounded(perMinute));
                json.writeNumberProperty("usual", rounded(usual));
                number("waits_seconds", Math.round(waits));
            }
            case Evidence.Messages(var refused, var tried) -> {
                text("kind", "messages");
                number("refused", refused);
                number("tried", tried);
            }
        }
        text("sentence", evidence.sentence());
        json.writeEndObject();
    }

    private void counts(String kind, long refusals, long attempts) {
        text("kind", kind);
        number("refusals", refusals);
        number("attempts", attempts);
    }

    private void causes(List<Evidence.CauseCount> counts) {
        text("kind", "causes");
        json.writeArrayPropertyStart("causes");
        for (var count : counts) {
            json.writeStartObject();
            word("cause", count.cause());
            number("refusals", count.refusals());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void alternative(Alternative alternative) {
        json.writeStartObject();
        word("cause", alternative.cause());
        json.writeNumberProperty("confidence", rounded(alternative.confidence()));
        word("diagnosis", alternative.diagnosis());
        text("to_tell_apart", alternative.toTellApart());
        json.writeEndObject();
    }

    private void rungs(Analysis analysis) {
        json.writeObjectPropertyStart("persistent_recipients");
        analysis.persistence()
                .recipients()
                .forEach((rung, recipients) -> number(rung.word(), recipients));
        json.writeEndObject();
    }

    private void timeline(Timeline timeline) {
        json.writeObjectPropertyStart("timeline");
        time("start", timeline.overall().counts().isEmpty() ? null : timeline.start());
        seconds("stretch_s", timeline.stretch());
        json.writeName("overall");
        series(timeline.overall());
        json.writeArrayPropertyStart("by_provider");
        timeline.byProvider().forEach(this::series);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void series(Timeline.Series series) {
        json.writeStartObject();
        text("key", series.key());
        numbers(
                "attempts",
                series.counts().stream().mapToLong(Timeline.Counts::attempts).toArray());
        numbers(
                "deferred",
                series.counts().stream().mapToLong(Timeline.Counts::deferred).toArray());
        numbers("bounced", series.counts().stream().mapToLong(Timeline.Counts::bounced).toArray());
        json.writeEndObject();
    }

    private void numbers(String name, long[] numbers) {
        json.writeName(name);
        json.writeArray(numbers, 0, numbers.length);
    }

    private void heat(Heat heat) {
        json.writeObjectPropertyStart("heat");
        text("across", heat.across() == Heat.Across.SOURCE ? "source" : "mx_host");
        json.writeArrayPropertyStart("cells");
        for (var cell : heat.cells()) {
            json.writeStartObject();
            text("provider", cell.row());
            text("column", cell.column());
            number("attempts", cell.attempts());
            number("deferred", cell.deferred());
            number("bounced", cell.bounced());
            rate("deferral_rate", cell.deferralRate());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void named(List<NamedAddress> named) {
        json.writeArrayPropertyStart("named_addresses");
        for (var address : named) {
            json.writeStartObject();
            text("address", address.address());
            text("provider", address.provider());
            number("refusals", address.refusals());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void backlog(List<Backlog> rows) {
        json.writeArrayPropertyStart("backlog");
        for (var row : rows) {
            json.writeStartObject();
            text("by", row.by() == Backlog.By.PROVIDER ? "provider" : "domain");
            text("key", row.key());
            number("waiting", row.waiting());
            rate("per_hour", optional(row.perHour()));
            time("oldest", row.oldest());
            json.writeBooleanProperty("listed", row.listed());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static OptionalDouble optional(@Nullable Double number) {
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    private void text(String name, @Nullable String text) {
        if (text == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, text);
        }
    }

    private void present(String name, @Nullable String text) {
        if (text != null) {
            json.writeStringProperty(name, text);
        }
    }

    private void word(String name, @Nullable Word word) {
        text(name, word == null ? null : word.word());
    }

    private void words(String name, List<? extends Word> words) {
        json.writeArrayPropertyStart(name);
        words.forEach(word -> json.writeString(word.word()));
        json.writeEndArray();
    }

    private void number(String name, long number) {
        json.writeNumberProperty(name, number);
    }

    private void rate(String name, OptionalDouble rate) {
        if (rate.isPresent()) {
            json.writeNumberProperty(name, rounded(rate.getAsDouble()));
        } else {
            json.writeNullProperty(name);
        }
    }

    private void seconds(String name, @Nullable Duration time) {
        if (time == null) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, time.toMillis() / 1000.0);
        }
    }

    private void time(String name, @Nullable Instant time) {
        text(name, time == null ? null : time.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    /// Six decimals are more than any count here can back.
    private static double rounded(double number) {
        return Math.round(number * 1e6) / 1e6;
    }
}

package org.restante.app.api;

import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;
import org.restante.record.store.Found;
import org.restante.record.store.Question;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a store finds, as objects; what is unknown is null.
final class ReportJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ReportJson() {}

    static ObjectNode standing(Found.Standing standing) {
        var out = JSON.createObjectNode();
        out.put("events", standing.events());
        out.put("first", text(standing.first()));
        out.put("last", text(standing.last()));
        out.put("caught_up", text(standing.caughtUp()));
        out.put("unreadable", standing.unreadable());
        out.put("octets", standing.octets());
        return out;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    static ObjectNode counts(Found.Counts counts) {
        var out = JSON.createObjectNode();
        out.put("attempts", counts.attempts());
        out.put("delivered", counts.delivered());
        out.put("deferred", counts.deferred());
        out.put("bounced", counts.bounced());
        out.put("suspended", counts.suspended());
        out.put("expired", counts.expired());
        out.put("received", counts.received());
        out.put("complained", counts.complained());
        out.put("delivered_first", counts.first());
        out.put("delivered_second", counts.second());
        out.put("delivered_later", counts.later());
        put(out, "deferral_rate", counts.deferralRate());
        put(out, "deferrals_per_delivery", counts.deferralsPerDelivery());
        out.put("delay_p50_s", counts.delayP50());
        out.put("delay_p90_s", counts.delayP90());
        out.put("delay_p99_s", counts.delayP99());
        return out;
    }

    private static void put(ObjectNode out, String name, OptionalDouble rate) {
        if (rate.isPresent()) {
            out.put(name, rate.getAsDouble());
        } else {
            out.putNull(name);
        }
    }

    static ObjectNode figures(Question.Figures asked, Found.Figures found) {
        var out = JSON.createObjectNode();
        out.put("from", asked.from().toString());
        out.put("to", asked.to().toString());
        out.put("by", asked.by() == null ? null : asked.by().word());
        var across = asked.across();
        if (across != null) {
            out.put("across", across.word());
        }
        out.set("total", counts(found.total()));
        out.set("before", counts(found.before()));
        var rows = out.putArray("rows");
        for (var row : found.rows()) {
            var one = rows.addObject();
            one.put("key", key(row.key()));
            one.setAll(counts(row.counts()));
            one.set("before", counts(row.before()));
            if (across != null) {
                cells(one.putArray("cells"), row.key(), found);
            }
        }
        out.put("others", found.others());
        var course = out.putArray("course");
        for (var point : found.course().points()) {
            var one = course.addObject();
            one.put("time", point.at().toString());
            one.put("key", asked.by() == null ? null : key(point.key()));
            one.setAll(counts(point.counts()));
        }
        out.put("cut_short", found.course().wasCutShort());
        return out;
    }

    private static void cells(ArrayNode out, @Nullable String row, Found.Figures found) {
        for (var cell : found.cells()) {
            if (Objects.equals(cell.row(), row)) {
                var one = out.addObject();
                one.put("key", key(cell.key()));
                one.setAll(counts(cell.counts()));
            }
        }
    }

    private static String key(@Nullable String key) {
        return key == null ? Question.Narrowing.UNKNOWN : key;
    }

    static ObjectNode replies(Question.Replies asked, Found.Replies found) {
        var out = JSON.createObjectNode();
        out.put("from", asked.from().toString());
        out.put("to", asked.to().toString());
        var replies = out.putArray("replies");
        for (var reply : found.replies()) {
            var one = replies.addObject();
            one.put("code", reply.code());
            one.put("status", reply.status());
            one.put("text", reply.text());
            one.put("texts", reply.texts());
            one.put("cause", reply.cause());
            one.put("stage", reply.stage());
            one.put("trouble", reply.trouble());
            one.put("provider", reply.provider());
            one.put("times", reply.times());
            one.put("deferred", reply.deferred());
            one.put("bounced", reply.bounced());
            one.put("recipients", reply.recipients());
            one.put("hosts", reply.hosts());
            one.put("first", reply.first().toString());
            one.put("last", reply.last().toString());
        }
        return out;
    }

    static ObjectNode page(Found.Page page) {
        var out = JSON.createObjectNode();
        var messages = out.putArray("messages");
        page.events().forEach(event -> messages.add(message(event)));
        out.put("next", page.next());
        out.put("cut_short", page.wasCutShort());
        return out;
    }

    static ObjectNode deeds(Found.Deeds found) {
        var out = JSON.createObjectNode();
        var deeds = out.putArray("deeds");
        found.events().forEach(event -> deeds.add(deed(event)));
        out.put("next", found.next());
        out.put("cut_short", found.wasCutShort());
        return out;
    }

    private static ObjectNode deed(Event event) {
        var out = JSON.createObjectNode();
        out.put("id", event.id().toString());
        out.put("time", event.time().toString());
        out.put("act", event.act());
        out.put("actor", event.actor());
        out.put("reason", event.reason());
        out.put("until", text(event.until()));
        out.put("undo_of", event.undoOf() == null ? null : event.undoOf().toString());
        out.put("incident", event.incidentId());
        out.put("provider", event.provider());
        out.put("site", event.site());
        out.put("domain", event.recipientDomain());
        out.put("tenant", event.tenant());
        out.put("stream", event.stream());
        return out;
    }

    private static ObjectNode message(Event event) {
        var out = JSON.createObjectNode();
        var tried = event.attempt();
        out.put("id", event.queueId());
        out.put("message_id", event.messageId());
        out.put("recipient", event.recipient());
        out.put("status", event.type().word());
        out.put("time", event.time().toString());
        out.put("queued_at", text(event.queuedAt()));
        out.put("next_due", text(event.nextDue()));
        out.put("provider", event.provider());
        out.put("tenant", event.tenant());
        out.put("stream", event.stream());
        out.put("campaign", event.campaign());
        out.put("source", tried == null ? null : tried.source());
        out.put("mx_host", tried == null ? null : tried.mxHost());
        out.put("stage", tried == null || tried.stage() == null ? null : tried.stage().word());
        out.put("attempt", tried == null ? null : tried.number());
        out.put("code", tried == null ? null : tried.code());
        out.put("enhanced_status", tried == null ? null : tried.status());
        out.put("reply", tried == null ? null : tried.text());
        out.put("cause", tried == null ? null : tried.cause());
        return out;
    }
}

package org.restante.app.api;

import org.restante.record.report.Rung;
import org.restante.record.store.Found;
import org.restante.record.store.Found.Ladder;
import org.restante.record.store.Question;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Who is still deferred, as objects; what is unknown is null.
final class LastingJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private LastingJson() {}

    static ObjectNode lasting(Question.Lasting asked, Found.Lasting found) {
        var out = JSON.createObjectNode();
        out.put("time", asked.at().toString());
        out.put("by", asked.by() == null ? null : asked.by().word());
        out.set("total", ladder(found.total()));
        var rows = out.putArray("rows");
        for (var row : found.rows()) {
            var one = rows.addObject();
            one.put("key", row.key() == null ? Question.Narrowing.UNKNOWN : row.key());
            one.setAll(ladder(row.ladder()));
        }
        out.put("others", found.others());
        var recipients = out.putArray("recipients");
        found.oldest().forEach(one -> recipients.add(recipient(one)));
        return out;
    }

    private static ObjectNode ladder(Ladder ladder) {
        var out = JSON.createObjectNode();
        out.put("waiting", ladder.waiting());
        out.put("lasting", ladder.lasting());
        var rungs = out.putObject("rungs");
        for (var rung : Rung.values()) {
            rungs.put(rung.word(), ladder.of(rung));
        }
        var longest = ladder.longest();
        out.put("longest_s", longest == null ? null : longest.toSeconds());
        return out;
    }

    private static ObjectNode recipient(Found.LastingRecipient one) {
        var out = JSON.createObjectNode();
        out.put("id", one.id());
        out.put("recipient", one.recipient());
        out.put("domain", one.domain());
        out.put("provider", one.provider());
        out.put("source", one.source());
        out.put("mx_host", one.mxHost());
        out.put("stream", one.stream());
        out.put("cause", one.cause());
        out.put("reply", one.text());
        out.put("deferrals", one.tries());
        out.put("since", one.since().toString());
        out.put("last", one.last().toString());
        out.put("age_s", one.age().toSeconds());
        out.put("rung", Rung.reachedBy(one.age()).map(Rung::word).orElse(null));
        return out;
    }
}

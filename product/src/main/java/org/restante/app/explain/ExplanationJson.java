package org.restante.app.explain;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.reference.CodePage;
import org.restante.meaning.reference.Heading;
import org.restante.meaning.reference.Origin;
import org.restante.meaning.verdict.Word;

/// An explanation as JSON: the keys of `classify` in their order, then what people read. Every key is always there.
final class ExplanationJson {
    private final StringBuilder json = new StringBuilder(4096);

    private ExplanationJson() {}

    static String of(Explanation explanation) {
        var writer = new ExplanationJson();
        writer.write(explanation);
        return writer.json.toString();
    }

    private void write(Explanation explanation) {
        var judgement = explanation.judgement();
        json.append('{');
        key("code").append(judgement.code() == 0 ? "null" : String.valueOf(judgement.code()));
        text("status", judgement.status());
        text("provider", judgement.provider());
        word("cause", judgement.cause());
        word("scope", judgement.scope());
        word("signalled", judgement.signalled());
        word("effective", judgement.effective());
        seconds("retry_after_s", judgement.retryAfter());
        text("stage", explanation.stage() == null ? null : explanation.stage().word());
        texts("next", judgement.next().stream().map(Word::word).toList());
        text("rule", judgement.rule());
        text("explanation", judgement.explanation());
        text("asked", explanation.asked());
        seconds("minimum_pause_s", judgement.minimumPause());
        evidence(explanation.evidence());
        key("page");
        if (explanation.pages().isEmpty()) {
            json.append("null");
        } else {
            page(explanation.pages().getFirst(), explanation.exact());
        }
        headings("see_also", explanation.pages().stream().skip(1).map(CodePage::heading).toList());
        headings("nearest", explanation.nearest());
        json.append('}');
    }

    private void evidence(Evidence evidence) {
        key("evidence").append('{');
        text("mx_host", evidence.mxHost());
        texts("addresses", evidence.addresses());
        texts("urls", evidence.urls());
        texts("mailboxes", evidence.mailboxes());
        texts("marks", evidence.marks());
        json.append('}');
    }

    private void page(CodePage page, boolean exact) {
        var nature = page.nature();
        json.append('{');
        text("id", page.id());
        text("code", page.heading().code());
        key("exact").append(exact);
        text("title", page.heading().title());
        word("class", nature.codeClass());
        word("severity", nature.severity());
        text("category", nature.category());
        word("cause", nature.cause());
        word("scope", nature.scope());
        texts("next", nature.next().stream().map(Word::word).toList());
        text("why", nature.why());
        text("meaning", page.meaning());
        texts("causes", page.causes());
        texts("now", page.now());
        text("lasts", page.lasts());
        text("log", page.log());
        questions(page);
        members(page);
        text("conflict", page.conflict());
        text("link", page.link());
        texts("related", page.related());
        origins(page.origins());
        json.append('}');
    }

    private void questions(CodePage page) {
        key("questions").append('[');
        for (var question : page.questions()) {
            object();
            text("q", question.q());
            text("a", question.a());
            json.append('}');
        }
        json.append(']');
    }

    private void members(CodePage page) {
        key("members").append('[');
        for (var member : page.members()) {
            object();
            text("code", member.code());
            text("meaning", member.meaning());
            text("now", member.now());
            json.append('}');
        }
        json.append(']');
    }

    private void origins(List<Origin> origins) {
        key("origins").append('[');
        for (var origin : origins) {
            object();
            text("of", origin.of());
            text("at", origin.at());
            json.append('}');
        }
        json.append(']');
    }

    private void headings(String name, List<Heading> headings) {
        key(name).append('[');
        for (var heading : headings) {
            object();
            text("id", heading.id());
            text("title", heading.title());
            json.append('}');
        }
        json.append(']');
    }

    private void object() {
        comma('[');
        json.append('{');
    }

    private StringBuilder key(String name) {
        comma('{');
        return string(name).append(':');
    }

    private void comma(char opening) {
        json.append(json.charAt(json.length() - 1) == opening ? "" : ",");
    }

    private void text(String name, @Nullable String value) {
        key(name);
        if (value == null) {
            json.append("null");
        } else {
            string(value);
        }
    }

    private void word(String name, @Nullable Word word) {
        text(name, word == null ? null : word.word());
    }

    private void seconds(String name, @Nullable Duration duration) {
        key(name).append(duration == null ? "null" : String.valueOf(duration.toSeconds()));
    }

    private void texts(String name, List<String> values) {
        key(name).append('[');
        for (var value : values) {
            comma('[');
            string(value);
        }
        json.append(']');
    }

    private StringBuilder string(String value) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ' || Character.isSurrogate(c) && !isPaired(value, i)) {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.append('"');
    }

    private static boolean isPaired(String value, int at) {
        return Character.isHighSurrogate(value.charAt(at))
                ? at + 1 < value.length() && Character.isLowSurrogate(value.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(value.charAt(at - 1));
    }
}

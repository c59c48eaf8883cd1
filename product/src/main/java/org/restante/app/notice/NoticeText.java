package org.restante.app.notice;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.restante.app.duty.Case;
import org.restante.app.notice.Notice.Kind;
import org.restante.insight.response.Recommendation;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A notice in words and as data. What a receiver said is quoted without what would steer a terminal or end a line.
final class NoticeText {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_REPLY = 500;
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Notice notice;
    private final Case one;
    private final Recommendation asked;
    private final String server;
    private final NoticeSettings settings;
    private final Instant now;

    /// @param asked what the response table asks for
    /// @param server as it names itself
    NoticeText(
            Notice notice,
            Recommendation asked,
            String server,
            NoticeSettings settings,
            Instant now) {
        this.notice = notice;
        this.one = notice.one();
        this.asked = asked;
        this.server = server;
        this.settings = settings;
        this.now = now;
    }

    /// One line.
    String subject() {
        var incident = one.incident();
        return plain(
                "["
                        + server
                        + "] "
                        + (notice.kind() == Kind.CLOSED ? "over" : incident.severity().word())
                        + ": "
                        + incident.diagnosis().word()
                        + " at "
                        + incident.scope().words());
    }

    /// For mail.
    String body() {
        var incident = one.incident();
        var text = new StringBuilder();
        text.append("An incident ").append(notice.kind().words()).append(" at ").append(server);
        text.append(".\n\n  ").append(plain(incident.headline())).append("\n");
        text.append("  ").append(time()).append("\n");
        text.append("  severity ")
                .append(incident.severity().word())
                .append(", cause ")
                .append(incident.cause().word())
                .append("\n");
        var reply = reply();
        if (reply != null) {
            text.append("\nThey say:\n\n  ").append(reply).append("\n");
        }
        if (notice.kind() != Kind.CLOSED) {
            text.append("\nThe response table asks for: ")
                    .append(asked.action().word())
                    .append("; ")
                    .append(plain(asked.reason()))
                    .append("\n");
        }
        deeds(text);
        letters(text);
        if (notice.kind() != Kind.CLOSED && !incident.steps().isEmpty()) {
            text.append("\nWhat to do:\n\n");
            int nth = 1;
            for (var step : incident.steps()) {
                text.append("  ").append(nth++).append(". ").append(plain(step)).append("\n");
            }
        }
        text.append("\nMore: ").append(more()).append("\n");
        if (notice.kind() != Kind.CLOSED) {
            text.append("To be told no more of it, mute or acknowledge it there.\n");
        }
        return text.toString();
    }

    private void deeds(StringBuilder text) {
        for (var deed : one.deeds()) {
            if (deed.stands()) {
                text.append("Done by ")
                        .append(plain(deed.by()))
                        .append(": ")
                        .append(plain(deed.words()))
                        .append(deed.until() == null ? "" : " until " + MINUTE.format(deed.until()))
                        .append("\n");
            }
        }
    }

    private void letters(StringBuilder text) {
        for (var letter : one.work().letters()) {
            if (letter.isUnanswered()) {
                text.append("A letter to ")
                        .append(plain(letter.to()))
                        .append(", sent ")
                        .append(MINUTE.format(letter.sentAt()))
                        .append(", is unanswered.\n");
            }
        }
    }

    private String time() {
        var since = one.incident().since();
        var until = one.incident().until();
        return until == null
                ? "since " + MINUTE.format(since) + " (" + span(Duration.between(since, now)) + ")"
                : "from "
                        + MINUTE.format(since)
                        + " to "
                        + MINUTE.format(until)
                        + " ("
                        + span(Duration.between(since, until))
                        + ")";
    }

    private static String span(Duration length) {
        long minutes = Math.max(0, length.toMinutes());
        return minutes < 120
                ? minutes + " min"
                : minutes < 2_880
                        ? minutes / 60 + " h " + minutes % 60 + " min"
                        : minutes / 1_440 + " days";
    }

    private @Nullable String reply() {
        var said = one.replies().isEmpty() ? one.facts().reply() : one.replies().getFirst();
        if (said == null || said.isBlank()) {
            return null;
        }
        var text = plain(said);
        return text.length() > LONGEST_REPLY ? text.substring(0, LONGEST_REPLY) + "…" : text;
    }

    private String more() {
        var command = "restante incidents show " + one.id();
        return settings.console()
                .map(at ->
                        command
                                + "\n      "
                                + at.toString().replaceAll("/+$", "")
                                + "/#/incidents/"
                                + one.id())
                .orElse(command);
    }

    /// For chats.
    String line() {
        var reply = reply();
        return "An incident "
                + notice.kind().words()
                + " at "
                + server
                + " ("
                + one.incident().severity().word()
                + "): "
                + plain(one.incident().headline())
                + ", "
                + time()
                + (reply == null || notice.kind() == Kind.CLOSED ? "" : "\n" + reply)
                + "\n"
                + more();
    }

    /// For programs.
    ObjectNode data() {
        var incident = one.incident();
        var out = JSON.createObjectNode();
        out.put("notice", notice.kind().word());
        out.put("notify", settings.name());
        out.put("server", server);
        out.put("words", line());
        var about = out.putObject("incident");
        about.put("id", one.id());
        about.put("state", one.isOpen() ? "open" : "closed");
        about.put("headline", incident.headline());
        about.put("severity", incident.severity().word());
        about.put("since", incident.since().toString());
        about.put("until", incident.until() == null ? null : incident.until().toString());
        about.put("scope", incident.scope().words());
        var providers = about.putArray("providers");
        incident.scope().providers().forEach(providers::add);
        about.put("source", incident.scope().source());
        about.put("stream", incident.scope().stream());
        about.put("sender_domain", incident.scope().sender());
        about.put("cause", incident.cause().word());
        about.put("diagnosis", incident.diagnosis().word());
        about.put("confidence", incident.confidence());
        about.put("deferral_rate", incident.deferralRate());
        about.put("attempts", incident.attempts());
        about.put("refusals", incident.refusals());
        about.put("reply", reply());
        about.put("asked_for", asked.action().word());
        return out;
    }

    private static String plain(String hostile) {
        return hostile.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }
}

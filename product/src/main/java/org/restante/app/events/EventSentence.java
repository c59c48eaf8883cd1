package org.restante.app.events;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import org.restante.mail.event.Attempt;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;

/// An event in one line for people: when, what, whom, what was said, what it means, what comes next, and the message's queue id.
///
/// ```
/// 2026-11-20T12:00:02Z deferred bob@example.com by mx1.example.com (gmail), at rcpt: 451 4.7.1 Greylisted; means greylist; attempt 1 after 2 s, next at 12:15:02 [019e…]
/// ```
public final class EventSentence {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final ZoneId zone;
    private final boolean colours;

    public EventSentence(ZoneId zone, boolean colours) {
        this.zone = zone;
        this.colours = colours;
    }

    public String of(Event event) {
        var line = new StringBuilder(200);
        line.append(event.type().word());
        var act = event.act() == null ? "" : event.act();
        if (!act.isEmpty()) {
            line.append(" \"").append(act).append('"');
        }
        if (event.recipient() != null && !act.endsWith(event.recipient())) {
            line.append(' ').append(event.recipient());
        }
        var tried = event.attempt();
        if (tried != null) {
            tried(line, event, tried);
        } else if (event.type() == EventType.RECEIVED) {
            received(line, event);
        }
        acted(line, event);
        if (event.queueId() != null) {
            line.append(" [").append(event.queueId()).append(']');
        }
        var shown = printable(line).substring(event.type().word().length());
        return TIME.format(event.time().atZone(zone)) + ' ' + inked(event.type()) + shown;
    }

    /// What others said may not steer the terminal.
    private static String printable(CharSequence text) {
        return text.toString().replace('\n', ' ').replaceAll("\\p{Cntrl}", "?");
    }

    private String inked(EventType type) {
        var word = type.word();
        if (!colours) {
            return word;
        }
        var ink =
                switch (type) {
                    case DELIVERED, RELEASED -> "32";
                    case DEFERRED, HELD, SUPPRESSED -> "33";
                    case BOUNCED, EXPIRED, COMPLAINED, BOUNCED_LATER, INCIDENT -> "31";
                    case RECEIVED, UNSUBSCRIBED, REPORT, FINDING, ACTION -> "36";
                };
        return "\u001b[" + ink + "m" + word + "\u001b[0m";
    }

    private static void received(StringBuilder line, Event event) {
        line.append(" from ").append(event.reversePath() == null ? "<>" : event.reversePath());
        if (event.size() != null) {
            line.append(", ").append(size(event.size()));
        }
        if (event.stream() != null) {
            line.append(", stream ").append(event.stream());
        }
        if (event.tenant() != null) {
            line.append(" of ").append(event.tenant());
        }
    }

    private void tried(StringBuilder line, Event event, Attempt tried) {
        if (tried.mxHost() != null || tried.mxIp() != null) {
            line.append(" by ").append(tried.mxHost() == null ? tried.mxIp() : tried.mxHost());
        }
        if (event.provider() != null) {
            line.append(" (").append(event.provider()).append(')');
        }
        said(line, event, tried);
        if (tried.cause() != null) {
            line.append("; means ").append(tried.cause());
            if (tried.scope() != null) {
                line.append(" of the ").append(tried.scope());
            }
        }
        when(line, event, tried);
    }

    private static void said(StringBuilder line, Event event, Attempt tried) {
        if (tried.text() == null) {
            return;
        }
        if (tried.stage() != null && event.type() != EventType.DELIVERED) {
            line.append(", at ").append(tried.stage().word());
        }
        line.append(": ");
        if (tried.code() != null) {
            line.append(tried.code()).append(' ');
        }
        line.append(tried.text());
    }

    private void when(StringBuilder line, Event event, Attempt tried) {
        line.append("; ");
        if (Objects.equals(tried.counted(), false)) {
            line.append("costs no attempt");
        } else {
            line.append(tried.number() == null ? "tried" : "attempt " + tried.number());
        }
        if (tried.delayMs() != null) {
            line.append(" after ").append(span(Duration.ofMillis(tried.delayMs())));
        }
        if (event.nextDue() != null && event.type() == EventType.DEFERRED) {
            line.append(", next ")
                    .append(
                            event.nextDue().isAfter(event.time())
                                    ? "at " + moment(event.nextDue(), event.time())
                                    : "when its lane is open");
        }
    }

    private String moment(Instant due, Instant now) {
        var at = due.atZone(zone);
        return at.toLocalDate().equals(now.atZone(zone).toLocalDate())
                ? CLOCK.format(at)
                : DAY.format(at);
    }

    private void acted(StringBuilder line, Event event) {
        if (event.actor() != null) {
            line.append(", by ").append(event.actor());
        }
        if (event.reason() != null) {
            line.append(": ").append(event.reason());
        }
        if (event.until() != null) {
            line.append(", until ").append(moment(event.until(), event.time()));
        }
    }

    /// `0.4 s`, `12 s`, `3 min`, `5 h 10 min`, `2 d 3 h`.
    static String span(Duration length) {
        if (length.toMillis() < 10_000) {
            return String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1000.0);
        }
        var rounded = length.truncatedTo(ChronoUnit.SECONDS);
        if (rounded.toSeconds() < 120) {
            return rounded.toSeconds() + " s";
        }
        if (rounded.toMinutes() < 120) {
            return rounded.toMinutes() + " min";
        }
        if (rounded.toHours() < 48) {
            return both(rounded.toHours(), "h", rounded.toMinutesPart(), "min");
        }
        return both(rounded.toDays(), "d", rounded.toHoursPart(), "h");
    }

    private static String both(long large, String unit, int small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    private static String size(long octets) {
        return octets < 10_240 ? octets + " octets" : octets / 1024 + " KiB";
    }
}

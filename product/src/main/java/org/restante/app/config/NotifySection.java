package org.restante.app.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.restante.app.notice.NoticeSettings;
import org.restante.insight.incident.Severity;
import org.restante.mail.message.Mailbox;

/// `[[notify]]`: who is told of incidents.
public record NotifySection(
        @Key(value = "as its file and programs call it", example = "operators") String name,
        @Key(
                        value = "webhooks that are told, by name",
                        usual = "",
                        why = "a webhook without events of its own is told of these alone",
                        example = "[\"shop\"]")
                List<String> webhooks,
        @Key(
                        value =
                                "addresses that are told by mail; not while the incident covers the lane that the mail itself would leave by",
                        usual = "",
                        why = "one at a mail server of your own is reached whoever refuses",
                        example = "[\"ops@example.org\"]")
                List<Mailbox> mail,
        @Key(
                        value = "who that mail is from",
                        why = "without it restante@ and the server's name",
                        example = "restante@example.org")
                Optional<Mailbox> from,
        @Key(
                        value = "where failures of that mail go",
                        why = "without it nowhere, so that no mail about mail begets mail",
                        example = "postmaster@example.org")
                Optional<Mailbox> returnPath,
        @Key(
                        value = "incidents from this severity up: `observe`, `throttle` or `pause`",
                        usual = "throttle",
                        why = "observe is what receivers do every day")
                Severity severity,
        @Key(
                        value = "for how long an incident stands before it is told",
                        usual = "5m",
                        why = "what is over by then needs nobody",
                        min = "0s",
                        max = "24h")
                Duration after,
        @Key(
                        value =
                                "for how long it is over before that is told; one that comes back within is the same story",
                        usual = "15m",
                        why = "a receiver that hesitates is told of once",
                        min = "0s",
                        max = "24h")
                Duration held,
        @Key(
                        value = "whether it is told when an incident's review time has come",
                        usual = "true",
                        why = "what was slowed should not stay slow because nobody looked")
                boolean reminders,
        @Key(
                        value =
                                "notices in an hour at most; further ones wait, the gravest go first",
                        usual = "12",
                        why = "who gets more reads none",
                        min = "1",
                        max = "1000")
                int perHour,
        @Key(
                        value = "the console's address, for links",
                        why = "without it the command is named",
                        example = "https://mail.example.org/")
                Optional<WebAddress> console)
        implements Checked {
    @Override
    public void check(Objections objections) {
        if (!name.matches("[A-Za-z0-9][\\w.-]{0,49}")) {
            objections.against(
                    "name",
                    "is \"" + name + "\"",
                    "a word of letters, digits, '-', '_' and '.' would be right");
        }
        if (webhooks.isEmpty() && mail.isEmpty()) {
            objections.against(
                    "",
                    "tells nobody",
                    "webhooks = [\"NAME\"] or mail = [\"ADDRESS\"] would be right");
        }
        if (console.isPresent() && console.get().uri().isEmpty()) {
            objections.against(
                    "console",
                    "is no address",
                    "such as \"https://mail.example.org/\" would be right");
        }
    }

    public NoticeSettings settings() {
        return new NoticeSettings(
                name,
                webhooks,
                mail,
                from,
                returnPath,
                severity,
                after,
                held,
                reminders,
                perHour,
                console.flatMap(WebAddress::uri));
    }
}

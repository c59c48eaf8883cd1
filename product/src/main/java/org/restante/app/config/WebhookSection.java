package org.restante.app.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.restante.app.hooks.HookEvent;
import org.restante.app.hooks.HookSecret;
import org.restante.app.hooks.HookSettings;
import org.restante.app.hooks.HookSettings.Kind;

/// `[[webhook]]`: a program that is told what happens.
public record WebhookSection(
        @Key(value = "as people, commands and its files call it", example = "shop") String name,
        @Key(
                        value =
                                "where it listens; `{ file = \"…\" }` or `{ env = \"NAME\" }` where the address is itself a secret, as Slack's are",
                        example = "https://shop.example/hooks/mail")
                WebAddress url,
        @Key(
                        value =
                                "`standard` (JSON, signed as Standard Webhooks say) or `slack` (a line for people in the JSON that Slack,"
                                        + " Mattermost and others take)",
                        usual = "standard",
                        why = "programs want data")
                Kind kind,
        @Key(
                        value =
                                "what payloads are signed with: `whsec_` and 24 to 64 octets in base64; a standard hook must have it",
                        example = "{ env = \"WEBHOOK_SECRET\" }")
                Optional<Secret> secret,
        @Key(
                        value =
                                "what it is told of; `incident-opened` also when one is there again, `incident-acted` is what the response protocol"
                                        + " does, `incident-worked` what people do about one",
                        usual = "",
                        why = "without any, it is told of notices alone (`[[notify]]`)",
                        example = "[\"delivered\", \"bounced\", \"expired\"]")
                List<HookEvent> events,
        @Key(
                        value = "events of this tenant alone",
                        why = "without it of all; incidents are of no tenant",
                        example = "acme")
                Optional<String> tenant,
        @Key(
                        value = "whether it may be spoken to in the clear beyond this machine",
                        usual = "false",
                        why = "mail addresses would be read on the way")
                boolean insecure,
        @Key(
                        value = "payloads sent at once",
                        usual = "8",
                        why = "some hundred a second where an answer takes 20 ms",
                        min = "1",
                        max = "100")
                int connections,
        @Key(
                        value = "how long an answer may take",
                        usual = "15s",
                        why = "who has longer work to do answers first, as the standard asks",
                        min = "1s",
                        max = "2m")
                Duration within,
        @Key(
                        value = "how often a payload is sent before it is a dead letter",
                        usual = "12",
                        why = "over some twenty hours; outages of a night pass",
                        min = "1",
                        max = "50")
                int tries)
        implements Checked {
    @Override
    public void check(Objections objections) {
        if (!name.matches("[A-Za-z0-9][\\w.-]{0,49}")) {
            objections.against(
                    "name",
                    "is \"" + name + "\"",
                    "a word of letters, digits, '-', '_' and '.' would be right");
        }
        checkAddress(objections);
        if (kind == Kind.STANDARD && secret.isEmpty()) {
            objections.against(
                    "secret",
                    "is missing",
                    "{ file = \"…\" } with a secret, as 'openssl rand -base64 32' makes one after whsec_, would be right");
        } else if (kind == Kind.SLACK && secret.isPresent()) {
            objections.against(
                    "secret",
                    "is for standard hooks",
                    "without it, or kind = \"standard\", would be right");
        } else if (secret.isPresent() && key().isEmpty()) {
            objections.against(
                    "secret",
                    "is none in " + secret.get().from(),
                    "whsec_ and 24 to 64 octets in base64 would be right");
        }
    }

    private void checkAddress(Objections objections) {
        var there = url.uri();
        if (there.isEmpty()) {
            objections.against(
                    "url",
                    url.isSecret() ? "holds no such address" : "is \"" + url.text() + "\"",
                    "such as \"https://shop.example/hooks/mail\" would be right");
            return;
        }
        if (url.isHeardOnTheWay() && !insecure) {
            objections.against(
                    "url",
                    "is in the clear, and not on this machine",
                    "https, or insecure = true on a network of your own, would be right");
        }
    }

    private Optional<HookSecret> key() {
        return secret.flatMap(it -> HookSecret.of(it.text()));
    }

    public HookSettings settings() {
        return new HookSettings(
                name,
                url.uri().orElseThrow(() -> new IllegalStateException("checked when it was read")),
                kind,
                key(),
                Set.copyOf(events),
                tenant,
                connections,
                tries,
                within);
    }
}

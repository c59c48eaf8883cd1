package org.restante.app.hooks;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.restante.meaning.verdict.Word;

/// One hook.
///
/// @param name a word; also of its files
/// @param to where it listens; its path may be a secret
/// @param secret what payloads are signed with; always there for [Kind#STANDARD]
/// @param events what it is told of; without any, of notices alone
/// @param tenant of this one's events alone
/// @param connections requests under way at once
/// @param tries how often a payload is sent before it is a dead letter
/// @param within how long an answer may take
public record HookSettings(
        String name,
        URI to,
        Kind kind,
        Optional<HookSecret> secret,
        Set<HookEvent> events,
        Optional<String> tenant,
        int connections,
        int tries,
        Duration within) {
    /// How a hook is spoken to.
    public enum Kind implements Word {
        /// JSON, signed as Standard Webhooks say.
        STANDARD,
        /// A line for people in the JSON that Slack, Mattermost and others take.
        SLACK
    }

    public HookSettings {
        events = Set.copyOf(events);
        if (kind == Kind.STANDARD && secret.isEmpty()) {
            throw new IllegalArgumentException(name + ": a standard hook signs");
        }
    }

    /// Where it listens without what may be secret: scheme, host and port.
    public String place() {
        return to.getScheme() + "://" + to.getRawAuthority();
    }

    /// Who is told what, in which words: what was meant for another must not go there.
    String whose() {
        return place() + " " + kind.word() + " " + tenant.map(it -> "of " + it).orElse("of all");
    }

    @Override
    public String toString() {
        return name + " at " + place();
    }
}

package org.restante.app.notice;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.restante.insight.incident.Severity;
import org.restante.mail.message.Mailbox;

/// Who is told of incidents, of which, and how often.
///
/// @param name a word; also of its file
/// @param hooks names of hooks
/// @param mail addresses
/// @param from of the mail; empty for `restante@` and the server's name
/// @param returnPath where failures of the mail go; empty for nowhere
/// @param severity of this at least
/// @param after so long an incident stands before it is told
/// @param held so long it is over before that is told
/// @param reminders whether review times are told
/// @param perHour notices at most
/// @param console where links lead; empty for none
public record NoticeSettings(
        String name,
        List<String> hooks,
        List<Mailbox> mail,
        Optional<Mailbox> from,
        Optional<Mailbox> returnPath,
        Severity severity,
        Duration after,
        Duration held,
        boolean reminders,
        int perHour,
        Optional<URI> console) {
    public NoticeSettings {
        hooks = List.copyOf(hooks);
        mail = List.copyOf(mail);
    }
}

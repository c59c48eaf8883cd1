package org.restante.app.notice;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.mail.message.Submission.Refused;
import org.restante.mail.message.Submission.Steering;
import org.restante.mail.mime.Composition;
import org.restante.mail.mime.Composition.Field;
import org.restante.mail.mime.NamedMailbox;
import org.restante.sending.reception.Client;
import org.restante.sending.reception.Handover;

/// Notices as mail, handed in through the door that programs use. Nobody answers such mail by itself (RFC 3834), and it fails silently.
final class NoticeMail {
    /// A notice that is a day old tells nothing.
    private static final Duration GOOD_FOR = Duration.ofHours(24);

    private static final Client US = Client.trusted("notices");

    private final Handover door;

    NoticeMail(Handover door) {
        this.door = door;
    }

    /// Returns when it is on disk, or was before.
    ///
    /// @param id the message's
    /// @throws Refused when the server does not take it, for now or for good
    void send(
            UUID id,
            Mailbox from,
            Optional<Mailbox> returnPath,
            Mailbox to,
            String subject,
            String text,
            Instant since)
            throws Refused, IOException {
        var message =
                new Composition(
                                new NamedMailbox("Restante", from),
                                List.of(),
                                List.of(new NamedMailbox("", to)),
                                List.of(),
                                subject,
                                List.of(new Field("Auto-Submitted", "auto-generated")),
                                Optional.of(text),
                                Optional.empty(),
                                List.of())
                        .octets(id);
        var envelope =
                new Envelope(
                        returnPath.map(ReversePath::of).orElse(ReversePath.NULL),
                        List.of(),
                        true,
                        !(from.toString() + to).chars().allMatch(it -> it < 128),
                        Optional.empty(),
                        Optional.empty());
        var steering =
                new Steering(
                        Optional.empty(),
                        Optional.of("transactional"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(since.plus(GOOD_FOR)));
        var begun =
                door.begin(
                        US, InetAddress.getLoopbackAddress(), Optional.of(id), envelope, steering);
        if (begun.isEmpty()) {
            return;
        }
        try (var parcel = begun.get()) {
            parcel.recipient(Recipient.of(to));
            parcel.write(message, 0, message.length);
            parcel.commit();
        }
    }
}

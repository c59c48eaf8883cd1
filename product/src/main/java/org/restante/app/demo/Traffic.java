package org.restante.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.mail.message.Submission;
import org.restante.mail.message.Submission.Refused;
import org.restante.mail.message.Submission.Steering;
import org.restante.sending.reception.Client;
import org.restante.sending.reception.Handover;

/// Hands in the story's mail when it is due, by the door that programs use. One thread's.
final class Traffic {
    private static final Client PROGRAM = Client.trusted("demo");

    private final Handover door;
    private final List<Stream> streams;
    private final RandomGenerator chance;
    private final long[] sent;
    private long number;

    Traffic(Handover door, List<Stream> streams, RandomGenerator chance) {
        this.door = door;
        this.streams = List.copyOf(streams);
        this.chance = chance;
        sent = new long[streams.size()];
    }

    /// Hands in all that is due when so much of the story has passed.
    ///
    /// @return whether everything was taken
    boolean until(Duration passed) throws IOException {
        boolean isTaken = true;
        for (int i = 0; i < streams.size(); i++) {
            var stream = streams.get(i);
            for (long due = stream.due(passed); sent[i] < due; sent[i]++) {
                isTaken &= send(stream);
            }
        }
        return isTaken;
    }

    private boolean send(Stream stream) throws IOException {
        long id = ++number;
        boolean isUnknown = chance.nextDouble() < stream.unknown();
        var local = (isUnknown ? "unknown" : "reader") + id;
        var to = new Mailbox(local, domain(DemoReceivers.domain(stream.to())));
        var from = new Mailbox(stream.stream(), domain(stream.tenant() + ".example"));
        var envelope =
                new Envelope(
                        ReversePath.of(from),
                        List.of(),
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty());
        var steering =
                new Steering(
                        Optional.of(stream.tenant()),
                        Optional.of(stream.stream()),
                        stream.campaign(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        try (var parcel =
                door.begin(
                                PROGRAM,
                                InetAddress.getLoopbackAddress(),
                                Optional.empty(),
                                envelope,
                                steering)
                        .orElseThrow()) {
            parcel.recipient(Recipient.of(to));
            var text = text(stream, from, to, id).getBytes(StandardCharsets.US_ASCII);
            parcel.write(text, 0, text.length);
            parcel.commit();
            return true;
        } catch (Submission.Suppressed e) {
            return true; // Who does not exist is written to no more, as it should be.
        } catch (Refused e) {
            return false;
        }
    }

    private static Domain domain(String name) {
        return Domain.of(name).orElseThrow();
    }

    private static String text(Stream stream, Mailbox from, Mailbox to, long id) {
        return "From: "
                + from
                + "\r\nTo: "
                + to
                + "\r\nSubject: "
                + stream.campaign().orElse(stream.stream())
                + " "
                + id
                + "\r\n\r\n"
                + "A message of the demonstration.\r\n".repeat(40);
    }
}

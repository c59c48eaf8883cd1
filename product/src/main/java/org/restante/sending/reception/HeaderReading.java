package org.restante.sending.reception;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.restante.mail.message.Domain;
import org.restante.mail.message.HeaderBlock;
import org.restante.mail.message.Submission.Draft;
import org.restante.mail.message.Submission.Refused;
import org.restante.mail.message.Submission.Steering;
import org.restante.mail.smtp.Reply;

/// Reads the header of a message that comes in, by whatever door: whether the client may send such a one, where it belongs, and what is
/// added to it.
///
/// @param name how the server names itself
/// @param mostHops `Received` fields it may have
/// @param draft of the message
record HeaderReading(String name, int mostHops, Client client, Draft draft) {
    private static final int LONGEST_LINE = 998;

    /// Who got a blind copy is nobody else's business: the submission server takes these out (RFC 5322 §3.6.3, RFC 6409 §8).
    private static final List<String> BLIND = List.of("bcc", "resent-bcc");

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    /// What it says.
    ///
    /// @param messageId without angle brackets
    /// @param fromDomain the domain of the first `From` address
    record Read(Steering steering, Optional<String> messageId, Optional<Domain> fromDomain) {}

    /// @param said what the client has said apart from the header, which goes before that
    /// @param isSubmission what may be missing is added
    /// @throws Refused when the client may not send it
    Read read(HeaderBlock header, Steering said, boolean isSubmission, Instant now) throws Refused {
        if (header.count("received") > mostHops) {
            throw refusal("554 5.4.6 Too many hops: this message goes in a loop");
        }
        var written = SteeringHeader.take(header, now);
        var objection = client.objection(written).or(() -> Originators.objection(header, client));
        if (objection.isPresent()) {
            throw refusal("550 5.7.1 " + objection.get());
        }
        if (isSubmission) {
            BLIND.forEach(header::remove);
            complete(header, now);
        }
        var steering = client.steered(said.or(written));
        var against = draft.objection(steering);
        if (against.isPresent()) {
            throw new Refused(against.get());
        }
        return new Read(
                steering,
                header.first("message-id")
                        .map(text -> text.replaceAll("[<>\\s]", ""))
                        .filter(HeaderReading::isKept),
                Originators.domain(header));
    }

    /// One longer than a line may be (RFC 5322 §2.1.1) is nobody's name for a message.
    private static boolean isKept(String messageId) {
        return !messageId.isEmpty()
                && messageId.getBytes(StandardCharsets.UTF_8).length <= LONGEST_LINE;
    }

    private static Refused refusal(String text) {
        return new Refused(Reply.read(text));
    }

    /// What a submission may lack (RFC 6409 §8).
    private void complete(HeaderBlock header, Instant now) {
        if (header.count("date") == 0) {
            header.append("Date: " + date(now) + "\r\n");
        }
        if (header.count("message-id") == 0) {
            header.append("Message-ID: <" + draft.id() + "@" + name + ">\r\n");
        }
    }

    /// As RFC 5322 §3.3 has it, in UTC.
    static String date(Instant at) {
        return DATE.format(at);
    }

    /// An address as RFC 5321 §4.1.3 has it in brackets.
    static String literal(InetAddress address) {
        var text = address.getHostAddress();
        int zone = text.indexOf('%');
        var bare = zone < 0 ? text : text.substring(0, zone);
        return address instanceof Inet6Address ? "[IPv6:" + bare + "]" : "[" + bare + "]";
    }
}

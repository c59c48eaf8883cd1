package org.restante.sending.delivery;

import java.util.ArrayList;
import java.util.List;
import org.restante.mail.message.Envelope;
import org.restante.mail.smtp.Stage;

/// A host that takes some recipients of a transaction and has no room for the others gets these in a transaction of their own
/// (RFC 5321 §4.5.3.1.10).
final class Split {
    private Split() {}

    /// Those that were refused only because there were too many, by their place; none where the message was
    /// taken for nobody, for the next transaction would fare no better.
    static List<Integer> unheard(List<Outcome> outcomes) {
        var left = new ArrayList<Integer>();
        boolean anyAccepted = false;
        for (int i = 0; i < outcomes.size(); i++) {
            if (isTooMany(outcomes.get(i))) {
                left.add(i);
            }
            anyAccepted |= outcomes.get(i) instanceof Outcome.Accepted;
        }
        return anyAccepted ? left : List.of();
    }

    /// 452 and, as servers of old say it, 552, with 4.5.3 or without any enhanced status code.
    private static boolean isTooMany(Outcome outcome) {
        if (!(outcome instanceof Outcome.Refused(var stage, var reply)) || stage != Stage.RCPT) {
            return false;
        }
        int code = reply.code().orElse(0);
        var status = reply.status();
        boolean says =
                status.isPresent() && status.get().subject() == 5 && status.get().detail() == 3;
        return says
                || status.isEmpty() && (code == 452 || code == 552 && saysTooMany(reply.text()));
    }

    private static boolean saysTooMany(String text) {
        return text.toLowerCase(java.util.Locale.ROOT).contains("too many recipients");
    }

    static Mail only(Mail mail, List<Integer> places) {
        var envelope = mail.envelope();
        var some =
                new Envelope(
                        envelope.reversePath(),
                        places.stream().map(envelope.recipients()::get).toList(),
                        envelope.isEightBit(),
                        envelope.isInternational(),
                        envelope.returned(),
                        envelope.envelopeId());
        return new Mail(some, mail.body(), mail.hasEightBit());
    }
}

package org.restante.simulation.receiver;

import org.restante.mail.smtp.Stage;

/// One connection as the receiver sees it: one method for each moment at which it answers.
public final class Visit {
    private final Receiver receiver;
    private final Tracked tracked;
    private final String source;
    private final Answer greeting;

    private boolean isOpen;
    private int taken;
    private String reversePath = "";
    private boolean isCounted;
    private boolean wasGreylisted;

    Visit(Receiver receiver, Tracked tracked, String source, Answer greeting) {
        this.receiver = receiver;
        this.tracked = tracked;
        this.source = source;
        this.greeting = greeting;
        isOpen = greeting.isTaken();
    }

    /// What the receiver said when the client connected.
    public Answer greeting() {
        return greeting;
    }

    /// `MAIL FROM`.
    public Answer mail(String from, long now) {
        reset();
        reversePath = from;
        if (receiver.isOut(now)) {
            return Answer.silence(Check.OUTAGE, Stage.MAIL);
        }
        if (tracked.isBoxed(now)) {
            tracked.knocked(now);
            return refused(Check.BOX, Stage.MAIL, "");
        }
        if (taken >= receiver.model().door().messages()) {
            return refused(Check.MESSAGES_PER_CONNECTION, Stage.MAIL, "");
        }
        return limited(Stage.MAIL, now);
    }

    /// `RCPT TO`.
    public Answer rcpt(String recipient, Trait trait, boolean isFirstTry, long now) {
        if (trait == Trait.UNKNOWN) {
            tracked.metUnknownUser(now);
            return refused(Check.UNKNOWN_USER, Stage.RCPT, recipient);
        }
        var model = receiver.model();
        if (receiver.greylists(tracked, source, reversePath, recipient, now)) {
            return refused(Check.GREYLIST, Stage.RCPT, recipient);
        }
        wasGreylisted = model.greylist() != null;
        if (isFirstTry && receiver.chanceOf(model.noise().mailboxFull())) {
            return refused(Check.MAILBOX_FULL, Stage.RCPT, recipient);
        }
        if (receiver.chanceOf(model.noise().ambient())) {
            return refused(Check.AMBIENT, Stage.RCPT, recipient);
        }
        return isCounted ? Answer.taken(Stage.RCPT) : limited(Stage.RCPT, now);
    }

    /// `DATA`.
    public Answer data(long now) {
        return limited(Stage.DATA, now);
    }

    /// After the final dot.
    ///
    /// @param offends whether the message holds what this receiver takes offence at, if it takes any
    public Answer content(boolean offends, long now) {
        if (offends && receiver.model().offended() != null) {
            return refused(Check.CONTENT, Stage.CONTENT, "");
        }
        var answer = limited(Stage.CONTENT, now);
        if (answer.isTaken()) {
            taken++;
            isCounted = false;
            if (wasGreylisted) {
                tracked.passedGreylist();
                wasGreylisted = false;
            }
        }
        return answer;
    }

    /// A whole transaction with one recipient: the first refusal, or the answer to the final dot.
    public Answer transaction(
            String from,
            String recipient,
            Trait trait,
            boolean isFirstTry,
            boolean offends,
            long now) {
        var answer = mail(from, now);
        if (answer.isTaken()) {
            answer = rcpt(recipient, trait, isFirstTry, now);
        }
        if (answer.isTaken()) {
            answer = data(now);
        }
        if (answer.isTaken()) {
            return content(offends, now);
        }
        reset();
        return answer;
    }

    /// `RSET`, or the client went away in the middle: the message does not count.
    public void reset() {
        if (isCounted) {
            tracked.giveBack();
            isCounted = false;
        }
        wasGreylisted = false;
    }

    /// The connection is no more.
    public void closed() {
        if (isOpen) {
            isOpen = false;
            reset();
            tracked.closed();
        }
    }

    private Answer limited(Stage stage, long now) {
        if (stage != receiver.model().limitedAt()) {
            return Answer.taken(stage);
        }
        isCounted = receiver.take(tracked, now);
        return isCounted ? Answer.taken(stage) : refused(Check.RATE, stage, "");
    }

    private Answer refused(Check check, Stage stage, String recipient) {
        if (stage != Stage.RCPT) {
            reset();
        }
        return receiver.refusal(check, stage, source, recipient);
    }
}

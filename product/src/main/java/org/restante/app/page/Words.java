package org.restante.app.page;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Diagnosis;
import org.restante.insight.incident.Dimension;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.NextStep;
import org.restante.meaning.verdict.Word;
import org.restante.record.report.Rung;

/// The words of the trade in plain words.
public final class Words {
    private static final Pattern BLOCK_LIST =
            Pattern.compile("\\bblock ?list", Pattern.CASE_INSENSITIVE);

    private Words() {}

    /// A cause as the name of a row: `Rate limit`.
    public static String label(Cause cause) {
        return switch (cause) {
            case REPUTATION -> "Reputation";
            case RATE -> "Rate limit";
            case CONNECTIONS -> "Too many connections";
            case CONNECTION_RATE -> "Connection rate";
            case MESSAGES_PER_CONNECTION -> "Messages per connection";
            case RECIPIENT_RATE -> "Recipient's rate limit";
            case GREYLIST -> "Greylisting";
            case BLOCKLIST -> "Blocklist";
            case POLICY -> "Policy";
            case AUTH -> "Authentication (SPF, DKIM, DMARC)";
            case RDNS -> "Reverse DNS or EHLO name";
            case SENDER_INVALID -> "Sender address";
            case CONTENT -> "Content";
            case VIRUS -> "Virus";
            case MAILBOX_FULL -> "Mailbox full";
            case NO_SUCH_USER -> "No such user";
            case MAILBOX_DISABLED -> "Mailbox disabled";
            case SIZE -> "Message too large";
            case SERVER_ERROR -> "Receiver's own trouble";
            case DNS -> "DNS";
            case NETWORK -> "Network";
            case TLS -> "TLS";
            case RELAY -> "Relaying denied";
            case LOOP -> "Mail loop";
            case PROTOCOL -> "Protocol";
            case TOO_MANY_RECIPIENTS -> "Too many recipients";
            case OTHER_TEMPORARY -> "Other, temporary";
            case OTHER_PERMANENT -> "Other, permanent";
        };
    }

    /// The cause whose word stands in a table, in a sentence; a word that is none stays as it is.
    static String cause(String word) {
        return Word.of(Cause.class, word).map(Words::label).map(Words::lower).orElse(word);
    }

    /// The cause whose word stands in a table, as the name of a row.
    public static String causeLabel(String word) {
        return Word.of(Cause.class, word).map(Words::label).orElse(word);
    }

    /// The stage whose word stands in a table, as the name of a row.
    public static String stageLabel(String word) {
        return word.equals(Trouble.DNS.word())
                ? "Looking up the host (DNS)"
                : Stage.of(word).map(Words::at).map(Words::capital).orElse(word);
    }

    /// Host names and addresses keep their small letters.
    static String capital(String text) {
        return text.substring(0, (text + " ").indexOf(' ')).indexOf('.') >= 0
                ? text
                : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /// A label inside a sentence: `rate limit`, but `DNS`.
    static String lower(String label) {
        return label.length() > 1 && Character.isUpperCase(label.charAt(1))
                ? label
                : Character.toLowerCase(label.charAt(0)) + label.substring(1);
    }

    /// What the text of a refusal says, to follow "the text says": `too much mail in a short time`.
    ///
    /// @param text the refusal's; a poor reputation is often told as a list of the receiver's own
    static String says(Cause cause, String text) {
        return switch (cause) {
            case REPUTATION ->
                    BLOCK_LIST.matcher(text).find()
                            ? "the source or its network is on the receiver's own block list"
                            : "unusual volume, complaints or a poor reputation";
            case RATE -> "too much mail in a short time";
            case CONNECTIONS -> "too many connections at once";
            case CONNECTION_RATE -> "connections too fast one after another";
            case MESSAGES_PER_CONNECTION -> "too many messages over one connection";
            case RECIPIENT_RATE -> "the recipient gets mail too fast";
            case GREYLIST -> "greylisted, to be tried again";
            case BLOCKLIST -> "the source is on a blocklist";
            case POLICY -> "not allowed by local policy";
            case AUTH -> "SPF, DKIM or DMARC failed";
            case RDNS -> "the reverse DNS or the EHLO name is wrong";
            case SENDER_INVALID -> "the sender's address is not accepted";
            case CONTENT -> "the content looks like spam";
            case VIRUS -> "the content looks malicious";
            case MAILBOX_FULL -> "the mailbox is full";
            case NO_SUCH_USER -> "there is no such recipient";
            case MAILBOX_DISABLED -> "the mailbox is disabled";
            case SIZE -> "the message is too large";
            case SERVER_ERROR -> "the receiver has trouble of its own";
            case DNS -> "a name could not be resolved";
            case NETWORK -> "the connection failed";
            case TLS -> "encryption failed";
            case RELAY -> "relaying is denied";
            case LOOP -> "the mail loops";
            case PROTOCOL -> "a command or its order was wrong";
            case TOO_MANY_RECIPIENTS -> "too many recipients for one message";
            case OTHER_TEMPORARY -> "try again later, without a reason";
            case OTHER_PERMANENT -> "refused, without a reason";
        };
    }

    /// Whether a server's text can have said so; a broken connection says nothing.
    static boolean isSaid(Cause cause) {
        return cause != Cause.DNS && cause != Cause.NETWORK;
    }

    /// What kind of trouble an incident is.
    public static String label(Diagnosis diagnosis) {
        return switch (diagnosis) {
            case RATE_CUT -> "the receiver lets less through, from every source alike";
            case CONNECTION_LIMIT -> "a limit on connections";
            case SOURCE_BLOCKED_AT_ONE -> "one source held back at one receiver";
            case SOURCE_BLOCKED_AT_MANY -> "one source held back at many receivers";
            case SENDER_BLOCKED -> "every source held back at one receiver";
            case SENDER_BLOCKED_AT_MANY -> "every source held back at many receivers";
            case POLICY_REFUSAL -> "a rule the receiver does not explain";
            case IDENTITY -> "the source's name or PTR record";
            case HOST_BAD -> "one failing MX host";
            case PROVIDER_OUTAGE -> "an outage at the receiver";
            case OWN_NETWORK -> "our own network";
            case SOURCE_DOWN -> "one source without a working connection";
            case CONTENT_AT_ONE -> "one stream's content, at one receiver";
            case CONTENT_AT_MANY -> "one stream's content, at many receivers";
            case BAD_LIST -> "a list with addresses that do not exist";
            case AUTHENTICATION_BROKEN -> "broken authentication (SPF, DKIM or DMARC)";
            case GREYLISTING -> "greylisting of first contacts";
            case TLS_BROKEN -> "TLS that cannot be set up";
            case MAILBOXES -> "full or throttled mailboxes";
            case UNEXPLAINED -> "no cause that the texts give away";
        };
    }

    /// What kind of trouble an incident is, without speaking of sources where the log names none.
    public static String label(Diagnosis diagnosis, boolean sourcesKnown) {
        if (sourcesKnown) {
            return label(diagnosis);
        }
        return switch (diagnosis) {
            case RATE_CUT -> "the receiver lets less through";
            case SOURCE_BLOCKED_AT_ONE, SENDER_BLOCKED ->
                    "our mail held back at one receiver, from a source the log does not name";
            case SOURCE_BLOCKED_AT_MANY, SENDER_BLOCKED_AT_MANY ->
                    "our mail held back at many receivers, from a source the log does not name";
            case SOURCE_DOWN ->
                    "a source without a working connection, which the log does not name";
            case CONNECTION_LIMIT,
                    POLICY_REFUSAL,
                    IDENTITY,
                    HOST_BAD,
                    PROVIDER_OUTAGE,
                    OWN_NETWORK,
                    CONTENT_AT_ONE,
                    CONTENT_AT_MANY,
                    BAD_LIST,
                    AUTHENTICATION_BROKEN,
                    GREYLISTING,
                    TLS_BROKEN,
                    MAILBOXES,
                    UNEXPLAINED ->
                    label(diagnosis);
        };
    }

    /// Whether a refusal for this cause may speak of one of our addresses.
    static boolean isOfAnAddress(Cause cause) {
        return switch (cause) {
            case REPUTATION,
                    RATE,
                    CONNECTIONS,
                    CONNECTION_RATE,
                    MESSAGES_PER_CONNECTION,
                    BLOCKLIST,
                    POLICY,
                    RDNS,
                    AUTH,
                    OTHER_TEMPORARY,
                    OTHER_PERMANENT ->
                    true;
            default -> false;
        };
    }

    /// What to do about a refusal.
    public static String label(NextStep step) {
        return switch (step) {
            case RETRY -> "retry later";
            case SLOW -> "slow down";
            case PAUSE -> "pause";
            case FEWER_CONNECTIONS -> "fewer connections";
            case SMALLER_BATCHES -> "smaller batches";
            case HOLD -> "hold";
            case FIX_AUTH -> "mend SPF, DKIM or DMARC";
            case FIX_IDENTITY -> "mend PTR or EHLO";
            case DELIST -> "ask to be delisted";
            case ESCALATE -> "write to the receiver";
            case SUPPRESS -> "suppress the recipient";
            case BOUNCE -> "give up";
            case RETRY_WITHOUT_TLS -> "retry without TLS";
            case REQUIRE_TLS -> "require TLS";
        };
    }

    /// How a backlog changes: `growing by 86 an hour`; empty when nobody knows.
    public static String slope(@Nullable Double perHour) {
        if (perHour == null) {
            return "";
        }
        long change = Math.round(perHour);
        if (change == 0) {
            return "steady";
        }
        return (change > 0 ? "growing by " : "draining by ")
                + Figures.count(Math.abs(change))
                + " an hour";
    }

    /// The ages that stand on a rung and not on the next.
    public static String label(Rung rung) {
        return switch (rung) {
            case ONE_HOUR -> "1 to 4 h";
            case FOUR_HOURS -> "4 to 24 h";
            case ONE_DAY -> "1 to 3 days";
            case THREE_DAYS -> "over 3 days";
        };
    }

    /// Where in a session, to follow "at".
    public static String at(Stage stage) {
        return switch (stage) {
            case CONNECT -> "connecting";
            case GREETING -> "the greeting";
            case EHLO -> "EHLO";
            case STARTTLS -> "STARTTLS";
            case AUTH -> "AUTH";
            case MAIL -> "MAIL FROM";
            case RCPT -> "RCPT TO";
            case DATA -> "DATA";
            case CONTENT -> "the end of the message";
            case QUIT -> "QUIT";
        };
    }

    /// One of a dimension, and several.
    static String label(Dimension dimension, boolean several) {
        return switch (dimension) {
            case PROVIDER -> several ? "providers" : "provider";
            case SITE -> several ? "sites" : "site";
            case MX_HOST -> several ? "MX hosts" : "MX host";
            case SOURCE -> several ? "sources" : "source";
            case STREAM -> several ? "streams" : "stream";
            case SENDER -> several ? "senders" : "sender";
        };
    }
}

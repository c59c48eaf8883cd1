package org.restante.simulation.receiver;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;

/// Whose words a receiver uses. The replies are written in the manner of the real ones, with the marks by which they are known; the
/// addresses are those of documentation.
public enum Flavour {
    /// A mail server of no particular kind.
    PLAIN(
            null,
            "mx%d.plain.example",
            Stage.RCPT,
            new Replies(
                    "450 4.7.1 Message rate limit exceeded for %s, slow down",
                    "450 4.7.1 Mail from %s is rate limited for now, come back later",
                    "421 4.7.0 Too many connections from %s",
                    "421 4.7.0 You connect too frequently, %s, wait a minute",
                    "421 4.7.0 Too many messages on this connection, open another",
                    "451 4.3.0 Temporary server error, please try again later")),
    GMAIL(
            "gmail",
            "alt%d.gmail-smtp-in.l.google.com",
            Stage.CONTENT,
            new Replies(
                    "421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating\n"
                            + "421-4.7.28 from your IP address [%s 15]. To protect our users from spam,\n"
                            + "421 4.7.28 mail sent from your IP address has been temporarily rate limited. - gsmtp",
                    "421-4.7.0 [%s 15] Our system has detected an unusual rate of unsolicited\n"
                            + "421-4.7.0 mail originating from your IP address. To protect our users, mail sent\n"
                            + "421 4.7.0 from your IP address has been temporarily rate limited. - gsmtp",
                    "421 4.7.0 Too many concurrent connections from [%s], closing connection. - gsmtp",
                    "421 4.7.0 [%s] You connect too frequently, try again later. - gsmtp",
                    "421 4.7.0 Too many messages in this session, open another. - gsmtp",
                    "451 4.3.0 Mail server temporarily rejected message. - gsmtp")),
    MICROSOFT(
            "microsoft",
            "outlook-com%d.olc.protection.outlook.com",
            Stage.MAIL,
            new Replies(
                    "451 4.7.651 The mail server [%s] has been temporarily rate limited due to IP reputation. For e-mail delivery information, see the postmaster pages. (S3114)",
                    "451 4.7.650 The mail server [%s] has been temporarily rate limited due to IP reputation. For e-mail delivery information, see the postmaster pages. (S775)",
                    "451 4.7.652 The mail server [%s] has exceeded the maximum number of connections. (S3115)",
                    "421 RP-002 (SNT004-MC2F8) Unfortunately, some messages from %s weren't sent. Please try again.",
                    "421 4.7.0 Maximum number of messages per connection exceeded for [%s]",
                    "451 4.3.2 Temporary server error. Please try again later ATTR17")),
    YAHOO(
            "yahoo",
            "mta%d.am0.yahoodns.net",
            Stage.MAIL,
            new Replies(
                    "421 4.7.0 [TS01] Messages from %s temporarily deferred due to user complaints - 4.16.55.1",
                    "421 4.7.0 [TS01] Messages from %s temporarily deferred due to user complaints - 4.16.55.1",
                    "421 Too many concurrent connections from %s",
                    "421 Too many new connections from %s, you connect too frequently",
                    "421 Max message per connection reached, closing transmission channel",
                    "451 Resources temporarily unavailable. Please try again later [#4.16.1].")),
    /// As [#YAHOO], with the reply that is known to last for hours.
    YAHOO_TSS04(
            "yahoo",
            "mta%d.am0.yahoodns.net",
            Stage.MAIL,
            new Replies(
                    "421 4.7.0 [TSS04] Messages from %s temporarily deferred due to unexpected volume or user complaints - 4.16.55.1",
                    "421 4.7.0 [TSS04] Messages from %s temporarily deferred due to unexpected volume or user complaints - 4.16.55.1",
                    YAHOO.replies.connections,
                    YAHOO.replies.connectionRate,
                    YAHOO.replies.messagesPerConnection,
                    YAHOO.replies.ambient)),
    ORANGE(
            "orange",
            "smtp-in%d.orange.fr",
            Stage.MAIL,
            new Replies(
                    "421 4.2.1 Service refuse. Veuillez essayer plus tard. Service refused, please try later. OFR005_505 [505]",
                    "421 4.2.1 Service refuse. Veuillez essayer plus tard. Service refused, please try later. OFR005_505 [505]",
                    "421 mwinf5c79 ME Trop de connexions, veuillez verifier votre configuration. Too many connections, slow down. OFR005_104 [104]",
                    "421 mwinf5c79 ME You connect too frequently, try later",
                    "421 mwinf5c79 ME Too many messages in this connection",
                    "451 4.3.0 mwinf5c79 ME Temporary server error, try later")),
    GMX(
            "gmx",
            "mx%d.gmx.net",
            Stage.MAIL,
            new Replies(
                    "421 gmx.net (mxgmx104) Rate limit reached. Please try again later",
                    "421 gmx.net (mxgmx104) Rate limit reached. Please try again later",
                    "421 gmx.net (mxgmx104) Too many concurrent connections from %s",
                    "421 gmx.net (mxgmx104) You connect too frequently, try later",
                    "421 gmx.net (mxgmx104) Too many messages in this session",
                    "451 gmx.net (mxgmx104) Temporary server error, try again later")),
    COMCAST(
            "comcast",
            "mx%d.mxge.comcast.net",
            Stage.RCPT,
            new Replies(
                    "421 4.1.0 resimta-po-12v.sys.comcast.net comcast %s Comcast: too many messages. RL000001",
                    "421 4.1.0 resimta-po-12v.sys.comcast.net comcast %s Comcast: too many messages. RL000001",
                    "421 resimta-po-12v.sys.comcast.net comcast %s Too many sessions opened",
                    "421 resimta-po-12v.sys.comcast.net comcast %s You connect too frequently",
                    "421 resimta-po-12v.sys.comcast.net comcast Too many messages in this session",
                    "451 4.3.0 resimta-po-12v.sys.comcast.net comcast Temporary server error"));

    /// The replies that differ between receivers; `%s` is the source's address.
    private record Replies(
            String rate,
            String box,
            String connections,
            String connectionRate,
            String messagesPerConnection,
            String ambient) {}

    private static final String OPAQUE = "451 4.7.1 Please try again later";
    private static final String OPAQUE_CLOSING = "421 4.7.0 Try again later, closing connection";

    private final @Nullable String provider;
    private final String host;
    private final Stage limitedAt;
    private final Replies replies;
    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    Flavour(@Nullable String provider, String host, Stage limitedAt, Replies replies) {
        this.provider = provider;
        this.host = host;
        this.limitedAt = limitedAt;
        this.replies = replies;
    }

    /// The word in scenario files.
    public String word() {
        return word;
    }

    /// The word of `knowledge/providers`; null for no particular one.
    public @Nullable String provider() {
        return provider;
    }

    /// The name of MX host number `number`, as this provider's are called.
    public String host(int number) {
        return String.format(Locale.ROOT, host, number + 1);
    }

    /// Where this provider refuses what is too much.
    public Stage limitedAt() {
        return limitedAt;
    }

    /// The reply of a check that refuses.
    String text(Check check, boolean opaque, String source, String recipient) {
        return opaque ? opaque(check, recipient) : open(check, source, recipient);
    }

    private String open(Check check, String source, String recipient) {
        return switch (check) {
            case RATE -> replies.rate.replace("%s", source);
            case BOX -> replies.box.replace("%s", source);
            case CONNECTIONS -> replies.connections.replace("%s", source);
            case CONNECTION_RATE -> replies.connectionRate.replace("%s", source);
            case MESSAGES_PER_CONNECTION -> replies.messagesPerConnection.replace("%s", source);
            case AMBIENT -> replies.ambient;
            case HOST_FAULT, OUTAGE ->
                    "421 4.3.0 Local system error on this host, closing connection";
            case GREYLIST ->
                    "451 4.7.1 <"
                            + recipient
                            + ">: Recipient address rejected: Greylisted, come back later";
            case UNKNOWN_USER -> "550 5.1.1 <" + recipient + ">: User unknown";
            case MAILBOX_FULL -> "452 4.2.2 <" + recipient + ">: Mailbox full";
            case CONTENT -> throw new IllegalArgumentException("content borrows another's words");
            case TAKEN -> throw new IllegalArgumentException("what is taken is not refused");
        };
    }

    private String opaque(Check check, String recipient) {
        return switch (check) {
            case CONNECTIONS, CONNECTION_RATE, MESSAGES_PER_CONNECTION -> OPAQUE_CLOSING;
            case RATE, BOX, GREYLIST, AMBIENT -> OPAQUE;
            case HOST_FAULT, OUTAGE, UNKNOWN_USER, MAILBOX_FULL, CONTENT, TAKEN ->
                    open(check, "", recipient);
        };
    }
}

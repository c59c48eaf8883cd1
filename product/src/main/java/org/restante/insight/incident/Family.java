package org.restante.insight.incident;

import org.restante.meaning.verdict.Cause;

/// Causes that speak of the same kind of trouble and are therefore counted together by the scan.
enum Family {
    NETWORK(.01, false),
    TLS(.003, false),
    SERVER(.01, false),
    RATE(.03, false),
    CONNECTIONS(.01, false),
    /// What the receiver holds of the sender: reputation, lists, names, unexplained policy.
    STANDING(.01, false),
    CONTENT(.005, true),
    AUTHENTICATION(.003, false),
    ADDRESSES(.03, true),
    GREYLISTING(.10, true),
    MAILBOXES(.02, true),
    /// What the sender did wrong in the protocol or with its own addresses.
    SENDING(.005, true),
    UNKNOWN(.01, false);

    static final Family[] ALL = values();
    static final int COUNT = ALL.length;
    private static final Family[] BY_CAUSE = new Family[Cause.values().length];

    static {
        for (var cause : Cause.values()) {
            BY_CAUSE[cause.ordinal()] = familyOf(cause);
        }
    }

    /// The share of attempts that meets this kind of refusal where nothing is known yet.
    final double prior;

    /// Whether a second refusal of the same message tells nothing new.
    final boolean perMessage;

    Family(double prior, boolean perMessage) {
        this.prior = prior;
        this.perMessage = perMessage;
    }

    /// By how much a share must rise to mean anything: greylisting and full mailboxes come and go with whom one writes to, and
    /// no list is quite free of dead addresses.
    double rise() {
        return switch (this) {
            case GREYLISTING, MAILBOXES -> .15;
            case ADDRESSES -> .035;
            case NETWORK,
                    TLS,
                    SERVER,
                    RATE,
                    CONNECTIONS,
                    STANDING,
                    CONTENT,
                    AUTHENTICATION,
                    SENDING,
                    UNKNOWN ->
                    .02;
        };
    }

    /// Whether refusals of both may be of one trouble: a host that breaks off and says that it is out of service, a block in several words.
    /// What an outage leaves behind, too much mail at once, is another.
    boolean isKinOf(Family other) {
        return this == other
                || this == UNKNOWN
                || other == UNKNOWN
                || kin() != 0 && kin() == other.kin();
    }

    private int kin() {
        return switch (this) {
            case NETWORK, SERVER, TLS -> 1;
            case RATE, CONNECTIONS, STANDING -> 2;
            case CONTENT, AUTHENTICATION -> 3;
            case ADDRESSES, GREYLISTING, MAILBOXES, SENDING, UNKNOWN -> 0;
        };
    }

    /// What to expect of a party not met before, when the rest of the traffic sees `usual`: a stranger may greylist whatever comes.
    double atFirst(double usual) {
        return this == GREYLISTING ? Math.max(.95, usual) : usual;
    }

    static Family of(Cause cause) {
        return BY_CAUSE[cause.ordinal()];
    }

    private static Family familyOf(Cause cause) {
        return switch (cause) {
            case NETWORK, DNS -> NETWORK;
            case TLS -> TLS;
            case SERVER_ERROR -> SERVER;
            case RATE, RECIPIENT_RATE -> RATE;
            case CONNECTIONS, CONNECTION_RATE, MESSAGES_PER_CONNECTION -> CONNECTIONS;
            case REPUTATION, BLOCKLIST, RDNS, POLICY -> STANDING;
            case CONTENT, VIRUS -> CONTENT;
            case AUTH -> AUTHENTICATION;
            case NO_SUCH_USER, MAILBOX_DISABLED -> ADDRESSES;
            case GREYLIST -> GREYLISTING;
            case MAILBOX_FULL -> MAILBOXES;
            case SENDER_INVALID, SIZE, RELAY, LOOP, PROTOCOL, TOO_MANY_RECIPIENTS -> SENDING;
            case OTHER_TEMPORARY, OTHER_PERMANENT -> UNKNOWN;
        };
    }
}

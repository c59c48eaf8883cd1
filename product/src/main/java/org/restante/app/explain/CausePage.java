package org.restante.app.explain;

import java.util.Optional;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Permanence;

/// The page of the standard that tells most about a cause, for replies whose own code tells little.
final class CausePage {
    private CausePage() {}

    static Optional<String> of(Cause cause, Permanence permanence) {
        boolean temporary = permanence == Permanence.TEMPORARY;
        return switch (cause) {
            case GREYLIST -> Optional.of("greylisting/greylisted");
            case AUTH -> Optional.of(temporary ? "4.7.26" : "5.7.26");
            case RDNS -> Optional.of(temporary ? "4.7.25" : "5.7.25");
            case SENDER_INVALID -> Optional.of(temporary ? "4.1.8" : "5.1.8");
            case CONTENT -> Optional.of("X.6.0");
            case VIRUS -> Optional.of("5.7.0");
            case MAILBOX_FULL -> Optional.of(temporary ? "4.2.2" : "5.2.2");
            case NO_SUCH_USER -> Optional.of(temporary ? "4.1.1" : "5.1.1");
            case MAILBOX_DISABLED -> Optional.of(temporary ? "4.2.1" : "5.2.1");
            case RECIPIENT_RATE -> Optional.of("4.2.1");
            case SIZE -> Optional.of("X.3.4");
            case TOO_MANY_RECIPIENTS -> Optional.of(temporary ? "4.5.3" : "5.5.3");
            case CONNECTIONS, CONNECTION_RATE -> Optional.of("X.4.5");
            case RATE -> Optional.of("4.7.28");
            case SERVER_ERROR -> Optional.of("4.3.0");
            case DNS -> Optional.of("X.4.3");
            case NETWORK -> Optional.of("4.4.1");
            case LOOP -> Optional.of("5.4.6");
            case REPUTATION,
                    MESSAGES_PER_CONNECTION,
                    BLOCKLIST,
                    POLICY,
                    TLS,
                    RELAY,
                    PROTOCOL,
                    OTHER_TEMPORARY,
                    OTHER_PERMANENT ->
                    Optional.empty();
        };
    }
}

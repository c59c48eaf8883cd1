package org.restante.sending.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;

/// What a broken connection is called.
final class Breaks {
    private Breaks() {}

    static Outcome.Broken broken(Stage stage, IOException e) {
        var words = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new Outcome.Broken(stage, trouble(e), words);
    }

    /// EMFILE or ENFILE, which Java tells by the system's words alone.
    static boolean isForWantOfHandles(IOException e) {
        return e.getMessage() != null && e.getMessage().contains("Too many open files");
    }

    private static Trouble trouble(IOException e) {
        return switch (e) {
            case SocketTimeoutException timeout -> Trouble.TIMEOUT;
            case SSLException tls -> Trouble.TLS;
            case NoRouteToHostException unreachable -> Trouble.TIMEOUT;
            case ConnectException refused -> timedOut(refused) ? Trouble.TIMEOUT : Trouble.REFUSED;
            default -> Trouble.RESET;
        };
    }

    private static boolean timedOut(ConnectException e) {
        return e.getMessage() != null && e.getMessage().contains("timed out");
    }
}

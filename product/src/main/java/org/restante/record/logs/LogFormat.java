package org.restante.record.logs;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The kinds of log that can be read, by the names used on the command line and as the `origin` of events.
public enum LogFormat {
    POSTFIX(PostfixReader::new),
    POWERMTA(PowerMtaReader::new),
    KUMOMTA(KumoMtaReader::new),
    EXIM(EximReader::new),
    SENDMAIL(SendmailReader::new),
    OPENSMTPD(OpenSmtpdReader::new),
    HARAKA(HarakaReader::new),
    ZONEMTA(ZoneMtaReader::new),
    MOMENTUM(MomentumReader::new),
    MAILERQ(MailerQReader::new),
    EXCHANGE(ExchangeReader::new),
    /// Our own events.
    RESTANTE(EventReader::new);

    private final String word = name().toLowerCase(Locale.ROOT);
    private final Function<LogContext, LineReader> maker;

    LogFormat(Function<LogContext, LineReader> maker) {
        this.maker = maker;
    }

    /// A reader for one thread.
    public LineReader reader(LogContext context) {
        return maker.apply(context);
    }

    public String word() {
        return word;
    }

    public static Optional<LogFormat> of(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(one -> one.word.equals(lower)).findFirst();
    }

    /// All names, for a message about a wrong one.
    public static String words() {
        return Arrays.stream(values()).map(LogFormat::word).collect(Collectors.joining(", "));
    }

    /// Tells the format from the first lines of a log.
    public static FormatGuess guess(byte[] head, int length) {
        return new FormatClaims().guess(head, length);
    }
}

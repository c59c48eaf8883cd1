package org.restante.record.report;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.NextStep;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Scope;
import org.restante.meaning.verdict.Verdict;
import org.restante.record.logs.LineReader;
import org.restante.record.logs.LogContext;
import org.restante.record.logs.LogFile;
import org.restante.record.logs.PostfixReader;

/// Reads Postfix logs for tests: texts are alike when they have the same words, and one verdict stands for all.
final class LogReadings {
    static final Instant NEWEST = Instant.parse("2026-11-20T12:00:00Z");

    private LogReadings() {}

    static LogSummary read(List<LogFile> files, int threads) throws IOException {
        return read(files, threads, LogReadings::postfix);
    }

    static Analysis analysis(List<LogFile> files, int threads, LineReader reader)
            throws IOException {
        return read(files, threads, (file, log, head, length) -> reader)
                .analysis("test", 100, 0, null);
    }

    static Analysis analysis(
            List<LogFile> files, LogReading.Readers readers, AttemptListener listener)
            throws IOException {
        return read(files, 1, readers, listener, null, null).analysis("test", 100, 0, null);
    }

    /// A Postfix log of which only a time is asked for.
    static Analysis between(LogFile file, @Nullable Instant since, @Nullable Instant until)
            throws IOException {
        return read(List.of(file), 1, LogReadings::postfix, AttemptListener.NONE, since, until)
                .analysis("postfix", 100, 0, null);
    }

    private static LineReader postfix(int file, LogFile log, byte[] head, int length) {
        return new PostfixReader(new LogContext(ZoneOffset.UTC, NEWEST, head));
    }

    static LineReader postfix() {
        return new PostfixReader(new LogContext(ZoneOffset.UTC, NEWEST, new byte[0]));
    }

    private static LogSummary read(List<LogFile> files, int threads, LogReading.Readers readers)
            throws IOException {
        return read(files, threads, readers, AttemptListener.NONE, null, null);
    }

    private static LogSummary read(
            List<LogFile> files,
            int threads,
            LogReading.Readers readers,
            AttemptListener listener,
            @Nullable Instant since,
            @Nullable Instant until)
            throws IOException {
        return LogReading.read(
                new LogReading.Request(
                        files,
                        readers,
                        Words::new,
                        (host, domain) -> new Places.Place(provider(domain), domain),
                        listener,
                        since,
                        until,
                        true,
                        threads,
                        bytes -> {}));
    }

    /// `anyone.provider.test` is run by `anyone`.
    private static @Nullable String provider(String domain) {
        return domain.endsWith(".provider.test") ? domain.substring(0, domain.indexOf('.')) : null;
    }

    static Analysis analysis(List<LogFile> files, int threads) throws IOException {
        return read(files, threads).analysis("postfix", 100, 0, null);
    }

    private static final class Words implements Meaning {
        @Override
        public long likeness(byte[] text, int from, int to) {
            long hash = 17;
            for (int i = from; i < to; i++) {
                hash = text[i] >= 'a' && text[i] <= 'z' ? hash * 31 + text[i] : hash;
            }
            return hash | 1L;
        }

        @Override
        public Verdict judge(
                byte[] text,
                int from,
                int to,
                @Nullable Stage stage,
                @Nullable Trouble trouble,
                @Nullable String provider) {
            return new Verdict(
                    421,
                    null,
                    provider,
                    Cause.RATE,
                    Scope.SOURCE,
                    Permanence.TEMPORARY,
                    Permanence.TEMPORARY,
                    null,
                    null,
                    List.of(NextStep.SLOW),
                    "test/one",
                    "One rule for all.");
        }
    }
}

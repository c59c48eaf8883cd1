package org.restante.insight.incident;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.provider.Providers;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Judge;
import org.restante.record.logs.LineReader;
import org.restante.record.logs.LogRow;
import org.restante.record.logs.LogRow.Field;

/// Writes each attempt as a line of log, reads the line, judges the refusal and counts what came out: all that stands between
/// a receiver's words and the scan.
final class Clerk {
    private static final Providers PROVIDERS = Knowledge.shipped().providers();

    private final Spelling spelling;
    private final IncidentScan scan;
    private final @Nullable LineReader reader;
    private final Judge judge = new Judge(Knowledge.shipped().rules());
    private final Map<Cell, Integer> cells = new HashMap<>();
    private final Senders senders;
    private long lines;
    long unread;

    /// Refusals that were judged otherwise than meant, by text and judgement.
    final Map<String, Long> misread = new TreeMap<>();

    Clerk(Spelling spelling, IncidentScan scan, Senders senders) {
        this.spelling = spelling;
        this.senders = senders;
        this.scan = scan;
        this.reader = spelling.reader();
    }

    /// The provider's word; the made-up receivers that are nobody's run their own hosts.
    static String party(@Nullable String mxHost, String domain) {
        var provider = PROVIDERS.of(mxHost, domain);
        return provider == null ? domain : provider.word();
    }

    void count(Mailing mailing) {
        if (reader == null) {
            direct(mailing);
            return;
        }
        var line = spelling.line(mailing, lines++).getBytes(StandardCharsets.UTF_8);
        var reading = reader.read(line, 0, line.length, row -> count(row, mailing));
        if (reading != LineReader.Reading.READ) {
            unread++;
        }
    }

    private void direct(Mailing m) {
        var refusal = m.refusal();
        var cell =
                cell(
                        m.mxHost(),
                        m.domain(),
                        m.source(),
                        m.stream(),
                        senders.of(m),
                        refusal == null ? null : refusal.stage());
        scan.count(m.minute(), cell, refusal == null ? null : refusal.meant(), 1, m.message());
    }

    private int cell(
            @Nullable String mxHost,
            String domain,
            @Nullable String source,
            @Nullable String stream,
            @Nullable String sender,
            @Nullable Stage stage) {
        var provider = PROVIDERS.of(mxHost, domain);
        var cell =
                new Cell(
                        provider == null ? null : provider.word(),
                        party(mxHost, domain),
                        mxHost,
                        source,
                        stream,
                        sender,
                        stage);
        return cells.computeIfAbsent(cell, scan::cell);
    }

    private void count(LogRow row, Mailing mailing) {
        switch (row.kind) {
            case DELIVERED, DEFERRED, BOUNCED -> {
                var cause = row.kind == LogRow.Kind.DELIVERED ? null : cause(row);
                if (cause != null
                        && mailing.refusal() != null
                        && Family.of(cause) != Family.of(mailing.refusal().meant())) {
                    misread.merge(
                            cause.word() + " from " + mailing.refusal().text(), 1L, Long::sum);
                }
                var stage =
                        cause == null ? null : row.stage == null ? judge.stageTold() : row.stage;
                var recipient = String.valueOf(row.text(Field.RECIPIENT));
                var domain = recipient.substring(recipient.indexOf('@') + 1);
                scan.count(
                        row.time / 60_000,
                        cell(
                                row.text(Field.MX_HOST),
                                domain,
                                spelling.source(row),
                                spelling.stream(row),
                                senders.of(mailing),
                                stage),
                        cause,
                        1,
                        mailing.message());
            }
            case EXPIRED,
                    SUSPENDED,
                    RECEIVED,
                    DESCRIBED,
                    REMOVED,
                    COMPLAINED,
                    BOUNCED_LATER,
                    NOTED -> {}
        }
    }

    private Cause cause(LogRow row) {
        var recipient = String.valueOf(row.text(Field.RECIPIENT));
        var provider =
                PROVIDERS.of(
                        row.text(Field.MX_HOST), recipient.substring(recipient.indexOf('@') + 1));
        return judge.judge(
                        row.bytes(Field.TEXT),
                        row.start(Field.TEXT),
                        row.end(Field.TEXT),
                        row.stage,
                        row.trouble,
                        provider)
                .cause();
    }
}

package org.restante.insight.casefile;

import java.util.Objects;
import java.util.function.Consumer;

/// Advice as blocks of PowerMTA's configuration file and `pmta` commands.
record PowerMtaAdvice(Remedy remedy) {
    String text() {
        var lines = new Lines().line("# PowerMTA: " + remedy.why());
        switch (remedy.kind()) {
            case SLOWER, FEWER_CONNECTIONS -> slower(lines);
            case SLOWER_STREAM -> slowerStream(lines);
            case PAUSE -> pause(lines);
            case HOLD_STREAM -> holdStream(lines);
            case RETRY_SOON -> retrySoon(lines);
            case WAIT -> waitForThem(lines);
            case WITHDRAW_SOURCE -> withdraw(lines);
            case HOLD_ALL -> holdAll(lines);
            case NAMES -> names(lines);
            case TLS -> tls(lines);
        }
        return lines.toString();
    }

    private void slower(Lines lines) {
        patterns(lines);
        domains(
                lines,
                block -> {
                    block.line("    max-smtp-out " + remedy.connections());
                    if (remedy.kind() == Remedy.Kind.FEWER_CONNECTIONS) {
                        block.line("    max-connect-rate 20/m")
                                .line("    max-msg-per-connection 100");
                    }
                    var rate = remedy.perMinute();
                    if (remedy.kind() == Remedy.Kind.SLOWER && rate != null) {
                        block.line("    max-msg-rate " + rate + "/m")
                                .line("    backoff-max-msg-rate " + Math.max(1, rate / 2) + "/m");
                    }
                    block.line("    retry-after " + remedy.retryMinutes() + "m")
                            .line("    backoff-max-smtp-out 1")
                            .line("    backoff-retry-after 1h")
                            .line("    backoff-to-normal-after 4h");
                    if (remedy.phrase() != null) {
                        block.line("    smtp-pattern-list " + remedy.word());
                    }
                });
        lines.line("# then").line("pmta reload");
    }

    /// Limits are those of a virtual MTA, so a stream that is to go slower needs one of its own.
    private void slowerStream(Lines lines) {
        lines.line(
                        "# a virtual MTA of its own for this stream alone (x-virtual-mta), on the same address")
                .line("<virtual-mta " + remedy.word() + ">");
        for (var domain : remedy.domains()) {
            lines.line("    <domain " + domain + ">").line("        max-smtp-out 1");
            if (remedy.perHour() != null) {
                lines.line("        max-msg-rate " + remedy.perHour() + "/h");
            }
            lines.line("        retry-after " + remedy.retryMinutes() + "m").line("    </domain>");
        }
        lines.line("</virtual-mta>").line("# then").line("pmta reload");
    }

    private void patterns(Lines lines) {
        if (remedy.phrase() != null) {
            lines.line("<smtp-pattern-list " + remedy.word() + ">")
                    .line("    reply /" + remedy.phrase() + "/ mode=backoff")
                    .line("</smtp-pattern-list>");
        }
    }

    /// One block a domain; inside the virtual MTA where only one source is concerned.
    private void domains(Lines lines, Consumer<Lines> block) {
        var source = remedy.source();
        if (source != null) {
            lines.line("# inside the block of the virtual MTA that sends from " + source);
        }
        for (var domain : remedy.domains()) {
            lines.line("<domain " + domain + ">");
            block.accept(lines);
            lines.line("</domain>");
        }
    }

    private void pause(Lines lines) {
        remedy.domains().forEach(d -> lines.line("pmta pause queue " + queue(d)));
        lines.line("# after " + remedy.pauseHours() + " hours, in back-off mode first")
                .line("# (max-smtp-out 1 and a low backoff-max-msg-rate in the domain's block)");
        remedy.domains()
                .forEach(d ->
                        lines.line("pmta set queue --mode=backoff " + queue(d))
                                .line("pmta resume queue " + queue(d)));
    }

    private String queue(String domain) {
        if (remedy.source() == null) {
            return domain + "/*";
        }
        return domain
                + "/"
                + Objects.requireNonNullElse(remedy.sourceName(), "VMTA-OF-THIS-SOURCE");
    }

    private void holdStream(Lines lines) {
        lines.line("# stop the job that the refused mail belongs to; its mail stays queued");
        var job = remedy.campaign();
        if (job == null) {
            lines.line("pmta show jobs");
        }
        lines.line("pmta pause job " + Objects.requireNonNullElse(job, "JOB-ID"))
                .line("# later")
                .line("pmta resume job " + Objects.requireNonNullElse(job, "JOB-ID"));
    }

    private void retrySoon(Lines lines) {
        domains(
                lines,
                block -> block.line("    retry-recipients-after " + remedy.retryMinutes() + "m"));
        lines.line("# then").line("pmta reload");
    }

    private void waitForThem(Lines lines) {
        lines.line("# nothing needs to change; when the receiver is back");
        remedy.domains().forEach(d -> lines.line("pmta schedule " + d + "/*"));
    }

    private void withdraw(Lines lines) {
        lines.line("# until the address can reach port 25 again")
                .line("pmta disable source " + remedy.source() + " */*")
                .line("# later")
                .line("pmta enable source " + remedy.source() + " */*");
    }

    private static void holdAll(Lines lines) {
        lines.line("pmta pause queue */*")
                .line("# when the line is back")
                .line("pmta resume queue */*");
    }

    private void names(Lines lines) {
        var name = remedy.ptr() == null ? "NAME-IN-THE-PTR-RECORD" : remedy.ptr();
        var source = remedy.source() == null ? "ADDRESS" : remedy.source();
        lines.line("# inside the block of the virtual MTA")
                .line("smtp-source-host " + source + " " + name)
                .line("# then")
                .line("pmta reload");
    }

    private void tls(Lines lines) {
        lines.line("# only where no MTA-STS or DANE policy asks for TLS");
        domains(lines, block -> block.line("    use-starttls no"));
        lines.line("# then").line("pmta reload");
    }
}

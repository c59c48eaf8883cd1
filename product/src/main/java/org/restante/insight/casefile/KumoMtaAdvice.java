package org.restante.insight.casefile;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Advice as a shaping file of one's own (TOML), and `kcli` commands.
///
/// One section serves all domains that share MX hosts: KumoMTA rolls them up, and refuses a file that names two of them.
record KumoMtaAdvice(Remedy remedy) {
    String text() {
        var lines = new Lines().line("# KumoMTA: " + remedy.why());
        switch (remedy.kind()) {
            case SLOWER, FEWER_CONNECTIONS -> slower(lines);
            case SLOWER_STREAM -> slowerStream(lines);
            case PAUSE -> pause(lines);
            case HOLD_STREAM -> holdStream(lines);
            case RETRY_SOON -> retrySoon(lines);
            case WAIT -> lines.line("# nothing needs to change; retries go on by themselves");
            case WITHDRAW_SOURCE -> withdraw(lines);
            case HOLD_ALL -> holdAll(lines);
            case NAMES -> names(lines);
            case TLS -> tls(lines);
        }
        return lines.toString();
    }

    private String domain() {
        return remedy.domains().getFirst();
    }

    private void shapingHead(Lines lines) {
        lines.line("# shaping.toml of your own, loaded after the shipped ones");
        if (remedy.domains().size() > 1) {
            lines.line("# serves the other domains of the same MX hosts too");
        }
        lines.line("[\"" + domain() + "\"]");
    }

    private void slower(Lines lines) {
        shapingHead(lines);
        if (remedy.source() != null) {
            lines.line(
                    "# for one source only: [\""
                            + domain()
                            + "\".sources.\""
                            + sourceName()
                            + "\"]");
        }
        lines.line("connection_limit = " + remedy.connections());
        var rate = remedy.perMinute();
        if (remedy.kind() == Remedy.Kind.FEWER_CONNECTIONS) {
            lines.line("max_connection_rate = \"20/min\"")
                    .line("max_deliveries_per_connection = 100");
        } else if (rate != null) {
            lines.line("max_message_rate = \"" + rate + "/min\"");
        }
        automation(lines, rate);
        lines.line("# queues.toml")
                .line("[queue.\"" + domain() + "\"]")
                .line("retry_interval = \"" + remedy.retryMinutes() + "m\"");
    }

    /// Shaping sees sources and sites; what one stream may send stands at its own queue.
    private void slowerStream(Lines lines) {
        var rate = remedy.perHour();
        lines.line(
                "# queues.toml: the queue of this tenant's campaign at the receiver, and no other");
        for (var domain : remedy.domains()) {
            lines.line(
                            "[queue.\"%s\".\"%s\".\"%s\"]"
                                    .formatted(
                                            domain,
                                            Objects.requireNonNullElse(remedy.tenant(), "TENANT"),
                                            campaign()))
                    .line("max_message_rate = \"" + (rate == null ? 60 : rate) + "/h\"")
                    .line("retry_interval = \"" + remedy.retryMinutes() + "m\"");
        }
    }

    private String campaign() {
        return Objects.requireNonNullElse(remedy.campaign(), "CAMPAIGN");
    }

    private String sourceName() {
        return Objects.requireNonNullElse(remedy.sourceName(), "SOURCE-NAME");
    }

    private void automation(Lines lines, @Nullable Integer rate) {
        if (remedy.phrase() != null) {
            int slow = rate == null ? 1 : Math.max(1, rate / 2);
            lines.line()
                    .line("[[\"" + domain() + "\".automation]]")
                    .line("regex = \"" + remedy.phrase() + "\"")
                    .line("trigger = {Threshold=\"5/hr\"}")
                    .line(
                            remedy.kind() == Remedy.Kind.FEWER_CONNECTIONS
                                    ? "action = {SetConfig={name=\"connection_limit\", value=1}}"
                                    : "action = {SetConfig={name=\"max_message_rate\", value=\""
                                            + slow
                                            + "/min\"}}")
                    .line("duration = \"1h\"")
                    .line();
        }
    }

    private void pause(Lines lines) {
        for (var domain : remedy.domains()) {
            lines.line(
                    "kcli suspend --domain "
                            + domain
                            + " --reason \""
                            + remedy.because()
                            + "\" --duration "
                            + remedy.pauseHours()
                            + "h");
        }
        if (remedy.source() != null) {
            lines.line(
                    "# for one source only: kcli suspend-ready-q --name "
                            + sourceName()
                            + "->SITE");
        }
        lines.line("# afterwards, slowly:");
        shapingHead(lines);
        lines.line("connection_limit = 1").line("max_message_rate = \"10/min\"");
    }

    private void holdStream(Lines lines) {
        lines.line("# by campaign, or by tenant with --tenant")
                .line(
                        "kcli suspend --campaign "
                                + campaign()
                                + " --reason \""
                                + remedy.because()
                                + "\" --duration 4h")
                .line("# later, with the id it printed")
                .line("kcli suspend-cancel --id ID");
    }

    private void retrySoon(Lines lines) {
        lines.line("# queues.toml")
                .line("[queue.\"" + domain() + "\"]")
                .line("retry_interval = \"" + remedy.retryMinutes() + "m\"");
    }

    private void withdraw(Lines lines) {
        lines.line("# take the section of the source that sends from " + remedy.source())
                .line("# out of its pool in sources.toml; the change is taken up by itself");
    }

    private static void holdAll(Lines lines) {
        lines.line("kcli suspend --everything --reason \"network down\" --duration 1h")
                .line("# when the line is back: kcli suspend-list, and with the id")
                .line("kcli suspend-cancel --id ID");
    }

    private void names(Lines lines) {
        var name = remedy.ptr() == null ? "NAME-IN-THE-PTR-RECORD" : remedy.ptr();
        lines.line("# sources.toml, in the section of the source")
                .line("ehlo_domain = \"" + name + "\"");
    }

    private void tls(Lines lines) {
        lines.line("# only where no MTA-STS or DANE policy asks for TLS");
        shapingHead(lines);
        lines.line("enable_tls = \"Disabled\"");
    }
}

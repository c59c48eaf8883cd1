package org.restante.insight.casefile;

import java.util.Objects;
import org.restante.insight.incident.IncidentScope;

/// Advice as commands of our own. The law of pace slows down by itself; what stands here holds lanes back for longer, and has an end.
record RestanteAdvice(Remedy remedy, IncidentScope scope) {
    String text() {
        var lines = new Lines().line("# Restante: " + remedy.why());
        switch (remedy.kind()) {
            case SLOWER -> slower(lines);
            case FEWER_CONNECTIONS ->
                    lines.line("restante lanes limit" + lanes() + " --connections 2" + until("4h"));
            case SLOWER_STREAM ->
                    holdStream(
                            lines.line(
                                    "# the law of pace slows the lanes; to spare the other streams this one waits"));
            case PAUSE -> pause(lines);
            case HOLD_STREAM -> holdStream(lines);
            case RETRY_SOON ->
                    lines.line(
                                    "# nothing needs to change: the receiver's delay is learnt by itself")
                            .line("restante retry" + mail() + " --cause greylist");
            case WAIT -> lines.line("# nothing needs to change; retries go on by themselves");
            case WITHDRAW_SOURCE -> withdraw(lines);
            case HOLD_ALL ->
                    lines.line("restante queue hold --all" + until("1h"))
                            .line("# when the line is back: restante queue undo ID");
            case NAMES -> names(lines);
            case TLS -> tls(lines);
        }
        return lines.toString();
    }

    /// A source is meant by its name in the settings.
    private String source() {
        return Objects.requireNonNullElse(scope.source(), "SOURCE");
    }

    private String receiver() {
        var provider = scope.provider();
        return provider == null
                ? " --site " + Objects.requireNonNullElse(scope.receiver(), "SITE")
                : " --provider " + provider;
    }

    private String lanes() {
        return receiver() + (scope.source() == null ? "" : " --source " + source());
    }

    private String mail() {
        return receiver() + (scope.isOfSomeMail() ? some() : "");
    }

    private String some() {
        return remedy.domain() == null
                ? " --stream " + Objects.requireNonNullElse(remedy.stream(), "STREAM")
                : " --sender-domain " + remedy.domain();
    }

    private String until(String span) {
        return " --until " + span + " --reason \"" + remedy.why() + "\"";
    }

    private void slower(Lines lines) {
        var rate = remedy.perMinute();
        lines.line(
                "restante lanes limit"
                        + lanes()
                        + " --connections "
                        + remedy.connections()
                        + (rate == null ? "" : " --messages-per-hour " + rate * 60)
                        + until("4h"));
        lines.line("# for good, in restante.toml:");
        lines.line(
                scope.provider() == null
                        ? "[limits.site.\""
                                + Objects.requireNonNullElse(scope.receiver(), "SITE")
                                + "\"]"
                        : "[limits.provider." + scope.provider() + "]");
        lines.line("connections = " + remedy.connections());
        if (rate != null) {
            lines.line("messages_per_hour = " + rate * 60);
        }
    }

    private void pause(Lines lines) {
        lines.line("restante pause" + lanes() + until(remedy.pauseHours() + "h"))
                .line("# afterwards, slowly:")
                .line(
                        "restante lanes limit"
                                + lanes()
                                + " --connections 1 --messages-per-hour 600"
                                + until("24h"));
    }

    private void holdStream(Lines lines) {
        lines.line("restante queue hold" + receiver() + some() + until("4h"))
                .line("# later: restante queue undo ID");
    }

    private void withdraw(Lines lines) {
        lines.line("# restante.toml: take " + source() + " out of its pool, then")
                .line("restante reload");
    }

    private void names(Lines lines) {
        var name = remedy.ptr() == null ? "NAME-IN-THE-PTR-RECORD" : remedy.ptr();
        lines.line("# restante.toml")
                .line("[source." + source() + "]")
                .line("ehlo = \"" + name + "\"");
    }

    private void tls(Lines lines) {
        lines.line("# restante.toml; only where no MTA-STS or DANE policy asks for TLS")
                .line("[receiver_tls]");
        for (var domain : remedy.domains()) {
            lines.line("\"" + domain + "\" = \"none\"");
        }
    }
}

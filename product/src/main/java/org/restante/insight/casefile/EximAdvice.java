package org.restante.insight.casefile;

/// Advice as sections of Exim's configuration file. Exim has no rate for outgoing mail; it can send over few connections, one
/// after another, and retry later.
record EximAdvice(Remedy remedy) {
    String text() {
        var lines = new Lines().line("# Exim: " + remedy.why());
        switch (remedy.kind()) {
            case SLOWER, FEWER_CONNECTIONS -> slower(lines);
            case SLOWER_STREAM -> slowerStream(lines);
            case PAUSE -> pause(lines);
            case HOLD_STREAM -> holdStream(lines);
            case RETRY_SOON -> retry(lines, "F,2h,5m; F,8h,30m; F,4d,2h");
            case WAIT -> retry(lines, "F,4h,15m; G,24h,1h,1.5; F,4d,6h");
            case WITHDRAW_SOURCE -> withdraw(lines);
            case HOLD_ALL -> holdAll(lines);
            case NAMES -> names(lines);
            case TLS -> tls(lines);
        }
        return lines.toString();
    }

    private String domains() {
        return String.join(" : ", remedy.domains());
    }

    private void slower(Lines lines) {
        router(lines);
        transport(lines, "  serialize_hosts = *", "  connection_max_messages = 20");
        retry(lines, "F,4h,30m; G,24h,1h,1.5; F,4d,6h");
    }

    private void slowerStream(Lines lines) {
        router(lines, "  senders = " + senders());
        transport(lines, "  serialize_hosts = *", "  connection_max_messages = 20");
    }

    /// A sender, or all of a domain, as an address list has it.
    private String senders() {
        var domain = remedy.senderDomain();
        return remedy.sender() == null && domain != null ? "*@" + domain : sender();
    }

    private String sender() {
        return remedy.sender() == null ? "SENDER@EXAMPLE" : remedy.sender();
    }

    private void router(Lines lines, String... conditions) {
        lines.line("# after \"begin routers\", in front of the router for remote mail")
                .line(remedy.word() + ":")
                .line("  driver = dnslookup")
                .line("  domains = " + domains());
        for (var condition : conditions) {
            lines.line(condition);
        }
        lines.line("  transport = " + remedy.word() + "_smtp")
                .line("  ignore_target_hosts = 0.0.0.0 : 127.0.0.0/8")
                .line("  no_more");
    }

    private void transport(Lines lines, String... options) {
        lines.line("# after \"begin transports\"")
                .line(remedy.word() + "_smtp:")
                .line("  driver = smtp");
        for (var option : options) {
            lines.line(option);
        }
        if (remedy.kind() != Remedy.Kind.TLS) {
            lines.line("  max_parallel = " + remedy.connections());
        }
        var source = remedy.source();
        if (source != null && source.matches("[0-9.]+")) {
            lines.line("  interface = " + source);
        }
    }

    private void retry(Lines lines, String rule) {
        lines.line("# after \"begin retry\", in front of the rule for *");
        remedy.domains().forEach(d -> lines.line(d + "  *  " + rule));
    }

    private void pause(Lines lines) {
        lines.line("# main section: mail for these domains waits, only a forced delivery goes out")
                .line("hold_domains = " + domains())
                .line("# after " + remedy.pauseHours() + " hours, one message as a trial")
                .line("exim -M MESSAGE-ID")
                .line("# when it was accepted: take hold_domains out again, and go slowly");
        router(lines);
        transport(lines, "  serialize_hosts = *", "  connection_max_messages = 20");
    }

    private void holdStream(Lines lines) {
        var domain = remedy.senderDomain();
        var sender = remedy.sender() == null && domain != null ? "@" + domain : sender();
        lines.line("# freeze what is queued of this sender")
                .line("exiqgrep -i -f " + sender + " | xargs -r exim -Mf")
                .line("# later")
                .line("exiqgrep -i -z -f " + sender + " | xargs -r exim -Mt");
    }

    private void withdraw(Lines lines) {
        lines.line("# in the transport, take the address out of the list")
                .line("#   interface = " + remedy.source());
    }

    private static void holdAll(Lines lines) {
        lines.line("# main section, until the line is back")
                .line("queue_only = true")
                .line("# when the line is back: take it out, and")
                .line("exim -qf");
    }

    private void names(Lines lines) {
        var name = remedy.ptr() == null ? "NAME-IN-THE-PTR-RECORD" : remedy.ptr();
        lines.line("# in the smtp transport").line("  helo_data = " + name);
    }

    private void tls(Lines lines) {
        lines.line("# only where no MTA-STS or DANE policy asks for TLS");
        router(lines);
        transport(lines, "  hosts_avoid_tls = *");
    }
}

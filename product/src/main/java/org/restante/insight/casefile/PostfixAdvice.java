package org.restante.insight.casefile;

/// Advice as main.cf, master.cf and lookup tables. A comment stands on a line of its own: Postfix knows no other.
record PostfixAdvice(Remedy remedy) {
    private static final String TRANSPORT_MAP = "/etc/postfix/transport";

    String text() {
        var lines = new Lines().line("# Postfix: " + remedy.why());
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
        ownTransport(lines);
        lines.line("# main.cf");
        set(lines, "destination_concurrency_limit", String.valueOf(remedy.connections()));
        set(lines, "initial_destination_concurrency", "1");
        set(lines, "destination_concurrency_failed_cohort_limit", "10");
        set(lines, "destination_recipient_limit", "10");
        var rate = remedy.perMinute();
        if (remedy.kind() == Remedy.Kind.SLOWER && rate != null && rate <= 60) {
            lines.line(
                            "# one delivery after another, with this pause between: about "
                                    + rate
                                    + " a minute;")
                    .line("# the transport's concurrency is then 1, whatever the limit above says");
            set(lines, "destination_rate_delay", Math.max(1, 60 / rate) + "s");
        }
        transportMap(lines);
        lines.line("# then; mail that is queued already takes this way at its next retry")
                .line("postmap " + TRANSPORT_MAP)
                .line("postfix reload");
    }

    /// Postfix has no table for sender and receiver together.
    private void slowerStream(Lines lines) {
        ownTransport(lines);
        lines.line("# main.cf: slows this sender at every receiver, and no other mail");
        set(lines, "destination_concurrency_limit", "1");
        set(lines, "destination_rate_delay", delay() + "s");
        lines.line("sender_dependent_default_transport_maps = hash:/etc/postfix/slow_senders")
                .line("# /etc/postfix/slow_senders")
                .line(senders() + "  " + remedy.word() + ":")
                .line("# then; mail that is queued already takes this way at its next retry")
                .line("postmap /etc/postfix/slow_senders")
                .line("postfix reload");
    }

    private int delay() {
        var rate = remedy.perHour();
        return rate == null ? 60 : Math.max(1, 3600 / rate);
    }

    /// A sender, or all of a domain, as a table of senders with `@` before the domain has it.
    private String senders() {
        var domain = remedy.senderDomain();
        return remedy.sender() == null && domain != null ? "@" + domain : sender();
    }

    private void set(Lines lines, String parameter, String value) {
        lines.line(remedy.word() + "_" + parameter + " = " + value);
    }

    private void ownTransport(Lines lines) {
        lines.line("# master.cf")
                .line(remedy.word() + "  unix  -  -  n  -  -  smtp")
                .line("    -o syslog_name=postfix/" + remedy.word());
        var source = remedy.source();
        if (source != null && source.matches("[0-9.]+|[0-9A-Fa-f:]+:[0-9A-Fa-f:]*")) {
            lines.line(
                    "    -o smtp_bind_address"
                            + (source.indexOf(':') < 0 ? "" : "6")
                            + "="
                            + source);
        }
    }

    private void transportMap(Lines lines) {
        lines.line("# main.cf: add the table to those that are there")
                .line("transport_maps = hash:" + TRANSPORT_MAP)
                .line("# " + TRANSPORT_MAP);
        remedy.domains().forEach(d -> lines.line(d + "  " + remedy.word() + ":"));
    }

    private void pause(Lines lines) {
        ownTransport(lines);
        lines.line(
                        "# main.cf: mail of this transport waits, what is queued already too; all other mail goes on")
                .line("defer_transports = " + remedy.word());
        set(lines, "destination_concurrency_limit", "1");
        transportMap(lines);
        lines.line("# then")
                .line("postmap " + TRANSPORT_MAP)
                .line("postfix reload")
                .line(
                        "# after "
                                + remedy.pauseHours()
                                + " hours one message as a trial: what is asked for by name goes all the same")
                .line("postqueue -i QUEUE_ID")
                .line(
                        "# when it was accepted: take the transport out of defer_transports and reload;")
                .line("# the rest follows at its own retries, one connection at a time");
    }

    private void holdStream(Lines lines) {
        lines.line("# main.cf: in front of the other restrictions")
                .line(
                        "smtpd_sender_restrictions = check_sender_access hash:/etc/postfix/held_senders")
                .line("# /etc/postfix/held_senders")
                .line(heldSenders() + "  HOLD")
                .line("# then")
                .line("postmap /etc/postfix/held_senders")
                .line("postfix reload")
                .line("# hold what is queued already")
                .line(queued("!=") + " | postsuper -h -")
                .line("# later: take the sender out of the table, and release what is held of it")
                .line(queued("==") + " | postsuper -H -");
    }

    /// As a table of access has it: a domain without `@`.
    private String heldSenders() {
        var domain = remedy.senderDomain();
        return remedy.sender() == null && domain != null ? domain : sender();
    }

    private String queued(String isHeld) {
        var domain = remedy.senderDomain();
        var mine =
                remedy.sender() == null && domain != null
                        ? "(.sender | endswith(\"@" + domain + "\"))"
                        : ".sender == \"" + sender() + "\"";
        return "postqueue -j | jq -r 'select(.queue_name "
                + isHeld
                + " \"hold\" and "
                + mine
                + ") | .queue_id'";
    }

    private String sender() {
        var sender = remedy.sender();
        return sender == null ? "SENDER@EXAMPLE" : sender;
    }

    private void retrySoon(Lines lines) {
        lines.line(
                        "# main.cf: the first retry comes after five minutes; the same source must make it")
                .line("minimal_backoff_time = 300s")
                .line("queue_run_delay = 300s");
    }

    private void waitForThem(Lines lines) {
        lines.line("# nothing needs to change; a host that does not answer is left sooner with")
                .line("# main.cf")
                .line("smtp_connect_timeout = 10s")
                .line("smtp_mx_session_limit = 4")
                .line("# when the receiver is back")
                .line("postqueue -s " + remedy.domains().getFirst());
    }

    private void withdraw(Lines lines) {
        lines.line(
                        "# master.cf: comment out the transport bound to this address, and take it out of transport_maps")
                .line("#   -o smtp_bind_address=" + remedy.source())
                .line("# then; queued mail goes by the other transports at its next retry")
                .line("postfix reload");
    }

    private static void holdAll(Lines lines) {
        lines.line("# main.cf: keep mail in the queue until the line is back")
                .line("defer_transports = smtp")
                .line("# then")
                .line("postfix reload")
                .line("# when the line is back: empty defer_transports and reload;")
                .line("# what waits goes at its own retries, which spares receivers a burst");
    }

    private void names(Lines lines) {
        var name = remedy.ptr() == null ? "NAME-IN-THE-PTR-RECORD" : remedy.ptr();
        lines.line(
                        "# main.cf: say the name that the address resolves to, and that resolves back to it")
                .line("smtp_helo_name = " + name);
    }

    private void tls(Lines lines) {
        lines.line("# see what fails")
                .line("posttls-finger -t 30 -c -L verbose,summary " + remedy.domains().getFirst())
                .line("# main.cf: only where no MTA-STS or DANE policy asks for TLS")
                .line("smtp_tls_policy_maps = hash:/etc/postfix/tls_policy")
                .line("# /etc/postfix/tls_policy");
        remedy.domains().forEach(d -> lines.line(d + "  none"));
        lines.line("# then").line("postmap /etc/postfix/tls_policy").line("postfix reload");
    }
}

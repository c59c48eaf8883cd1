package org.restante.app.migration;

/// Why a parameter of Postfix is not carried over, and what there is in its place.
final class PostfixWords {
    private PostfixWords() {}

    static String why(String name) {
        if (name.startsWith("smtpd_") && name.endsWith("_restrictions")) {
            return "only [reception] networks and users may send";
        }
        if (name.contains("sasl")) {
            return name.startsWith("smtp_")
                    ? "who we are to a next hop stands in [next_hop.NAME]; its password is said under TLS alone"
                    : "users are added by 'restante user add'";
        }
        if (name.equals("content_filter") || name.equals("smtpd_proxy_filter")) {
            return "mail is not handed to a filter by SMTP; [[milter]] asks one, and [policy] a service";
        }
        if (name.equals("disable_dns_lookups")) {
            return "a next hop without brackets is found by its MX hosts; \"[host.example]\" in [routes] is that host";
        }
        if (name.endsWith("fallback_relay")) {
            return "a route has one next hop; mail that its host does not take waits for it";
        }
        if (name.equals("tls_server_sni_maps")) {
            return "certificates of other names stand in [tls.name.\"…\"]";
        }
        if (name.equals("smtp_tls_wrappermode")) {
            return "TLS from the first octet is not spoken to next hops; a port with STARTTLS, 587 mostly, would be right in [routes]";
        }
        if (name.contains("_tls_") || name.endsWith("_tls")) {
            return name.startsWith("smtpd_")
                    ? "[tls] has the certificate alone: STARTTLS is offered with TLS 1.2 and 1.3, and asked of clients before a password, of nothing else"
                    : "TLS 1.2 and 1.3 wherever offered, with the authorities this machine trusts; what must be encrypted stands in [receiver_tls]";
        }
        if (name.equals("queue_run_delay")) {
            return "mail is tried when its time has come; [[queue.retry]] says when";
        }
        if (name.equals("relay_transport")) {
            return "where mail for a domain goes stands in [routes]";
        }
        if (name.equals("relay_domains")) {
            return "mail of strangers is taken for no domain; [reception] networks and users may send to any";
        }
        if (name.startsWith("virtual_")
                || name.startsWith("local_")
                || name.startsWith("mailbox_")
                || name.equals("mydestination")
                || name.startsWith("relay_")
                || name.startsWith("recipient_")
                || name.startsWith("canonical_")) {
            return "this server sends only; it has no mailboxes and rewrites no address";
        }
        if (name.equals("sender_dependent_relayhost_maps")) {
            return "the next hop depends on the recipient's domain ([routes]), not on the sender";
        }
        return "there is no counterpart";
    }
}

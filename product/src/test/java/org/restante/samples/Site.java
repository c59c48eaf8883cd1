package org.restante.samples;

import java.util.List;
import java.util.Locale;

/// Where mail goes: a recipient domain, its share of the traffic and its MX hosts with made-up addresses (RFC 5737).
record Site(String domain, double share, List<String> hosts, String network) {
    /// Of all domains, the large first; the companies are examples.
    static final List<Site> ALL =
            List.of(
                    new Site(
                            "gmail.com",
                            0.33,
                            List.of(
                                    "gmail-smtp-in.l.google.com",
                                    "alt1.gmail-smtp-in.l.google.com"),
                            "192.0.2.2"),
                    new Site(
                            "yahoo.com",
                            0.15,
                            List.of(
                                    "mta5.am0.yahoodns.net",
                                    "mta6.am0.yahoodns.net",
                                    "mta7.am0.yahoodns.net"),
                            "192.0.2.3"),
                    new Site("aol.com", 0.04, List.of("mx-aol.mail.gm0.yahoodns.net"), "192.0.2.3"),
                    new Site(
                            "outlook.com",
                            0.10,
                            List.of("outlook-com.olc.protection.outlook.com"),
                            "192.0.2.4"),
                    new Site(
                            "hotmail.com",
                            0.09,
                            List.of("hotmail-com.olc.protection.outlook.com"),
                            "192.0.2.4"),
                    new Site(
                            "icloud.com",
                            0.05,
                            List.of("mx01.mail.icloud.com", "mx02.mail.icloud.com"),
                            "192.0.2.5"),
                    new Site(
                            "gmx.de",
                            0.05,
                            List.of("mx00.emig.gmx.net", "mx01.emig.gmx.net"),
                            "192.0.2.6"),
                    new Site(
                            "web.de",
                            0.03,
                            List.of("mx-ha02.web.de", "mx-ha03.web.de"),
                            "192.0.2.6"),
                    new Site(
                            "northwind.example",
                            0.045,
                            List.of("mx1.mailguard.example"),
                            "192.0.2.11"),
                    new Site(
                            "tailspin.example",
                            0.02,
                            List.of("mx2.mailguard.example"),
                            "192.0.2.12"),
                    new Site(
                            "fabrikam.example", 0.03, List.of("mx.fabrikam.example"), "192.0.2.13"),
                    new Site(
                            "contoso.example", 0.03, List.of("mail.contoso.example"), "192.0.2.14"),
                    new Site(
                            "lakeside.example",
                            0.035,
                            List.of("mx.lakeside.example"),
                            "192.0.2.15"));

    static Site any(Chance chance) {
        double at = chance.between(0, 100_000) / 100_000.0;
        for (var site : ALL) {
            at -= site.share;
            if (at < 0) {
                return site;
            }
        }
        return ALL.getFirst();
    }

    static Site of(String domain) {
        return ALL.stream().filter(site -> site.domain.equals(domain)).findFirst().orElseThrow();
    }

    /// Each host has one address of the site's network.
    String address(String host) {
        return network + hosts.indexOf(host);
    }

    /// Who runs it, as far as this generator tells them apart.
    boolean isYahoo() {
        return domain.equals("yahoo.com") || domain.equals("aol.com");
    }

    boolean isMicrosoft() {
        return domain.equals("outlook.com") || domain.equals("hotmail.com");
    }

    boolean isGmail() {
        return domain.equals("gmail.com");
    }

    /// What the site says when it accepts a message.
    String accepted(Chance chance) {
        if (isGmail()) {
            return "250 2.0.0 OK  %d %s.%d - gsmtp"
                    .formatted(
                            1_763_510_400 + chance.between(0, 86_400),
                            chance.letters(12).toLowerCase(Locale.ROOT)
                                    + "si"
                                    + chance.between(1000000, 9999999)
                                    + "qtb",
                            chance.between(10, 999));
        }
        if (isYahoo()) {
            return "250 ok dirdel";
        }
        if (isMicrosoft()) {
            return "250 2.6.0 <%s@shop.example> [InternalId=%d] Queued mail for delivery -> 250 2.1.5"
                    .formatted(chance.letters(8), chance.between(10_000_000, 99_999_999));
        }
        return "250 2.0.0 Ok: queued as " + chance.hex(10);
    }
}

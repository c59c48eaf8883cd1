package org.restante.app.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.restante.app.migration.Carried.config;
import static org.restante.app.migration.Carried.left;
import static org.restante.app.migration.Carried.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.config.MilterSection;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.migration.Migration.From;

/// What becomes of what Postfix is told in `main.cf`, `master.cf` and its tables.
final class PostfixMigrationTest {
    @TempDir private Path folder;

    /// @param files each name and, after it, what stands in it
    private String made(String... files) throws Exception {
        var paths = new ArrayList<Path>();
        for (int i = 0; i < files.length; i += 2) {
            paths.add(Files.writeString(folder.resolve(files[i]), files[i + 1]));
        }
        return Migration.of(paths, From.POSTFIX, Knowledge.shipped().providers()).text();
    }

    private static Map<String, String> routes(String made) throws Exception {
        var routes = new TreeMap<String, String>();
        config(made).routes().forEach((domain, hop) -> routes.put(domain, hop.toString()));
        return routes;
    }

    @Test
    void whatMustBeEncryptedStillMustBe() throws Exception {
        var made =
                made(
                        "main.cf",
                        """
                        smtp_tls_security_level = encrypt
                        smtp_tls_policy_maps = hash:/etc/postfix/tls_policy
                        """,
                        "tls_policy",
                        """
                        example.com    verify
                        .bank.test     secure match=mail.bank.test
                        dane.test      dane-only
                        pinned.test    fingerprint match=3D:95
                        legacy.test    none
                        may.test       may protocols=TLSv1.3
                        """);

        assertThat(tls(made))
                .isEqualTo(
                        Map.of(
                                "*",
                                "require",
                                "example.com",
                                "verify",
                                "*.bank.test",
                                "verify",
                                "dane.test",
                                "verify",
                                "pinned.test",
                                "verify",
                                "legacy.test",
                                "none",
                                "may.test",
                                "usual"));
        assertThat(left(made))
                .containsExactly(
                        "# - tls_policy:2: .bank.test: the certificate had to name mail.bank.test; \"verify\" asks for a trusted one that names the MX host",
                        "# - tls_policy:3: dane.test: DANE was demanded; \"verify\" asks for DANE where the domain publishes it, else for a trusted certificate that names the MX host",
                        "# - tls_policy:4: pinned.test: certificates cannot be pinned; \"verify\" asks for a trusted one, which a host that signs its own does not have (\"require\" takes any)",
                        "# - tls_policy:6: may.test: protocols=TLSv1.3 is not of one domain; TLS 1.2 and 1.3 are spoken");
    }

    @Test
    void theNextHopsDemandIsThatOfTheMailThatGoesThere() throws Exception {
        var made =
                made(
                        "main.cf",
                        """
                        relayhost = [relay.example]:587
                        smtp_tls_security_level = may
                        smtp_tls_policy_maps = hash:/etc/postfix/tls_policy
                        transport_maps = hash:/etc/postfix/transport
                        """,
                        "tls_policy",
                        """
                        [relay.example]:587  secure
                        [gw.example]         encrypt
                        direct.test          encrypt
                        relayed.test         encrypt
                        clear.test           none
                        [nowhere.example]    encrypt
                        """,
                        "transport",
                        """
                        gated.test   smtp:[gw.example]
                        direct.test  smtp:
                        plain.test   smtp:[other.example]
                        """);

        assertThat(tls(made))
                .isEqualTo(
                        Map.of(
                                "*",
                                "verify",
                                "gated.test",
                                "require",
                                "direct.test",
                                "require",
                                "plain.test",
                                "usual"));
        assertThat(left(made))
                .containsExactly(
                        "# - tls_policy:4: relayed.test: no mail goes there by itself: that for relayed.test goes to [relay.example]:587, which \"verify\" is asked of",
                        "# - tls_policy:5: clear.test: no mail goes there by itself: that for clear.test goes to [relay.example]:587, which \"verify\" is asked of",
                        "# - tls_policy:6: [nowhere.example]: no mail goes there by the files that were handed in");
    }

    @Test
    void aDemandForADomainThatIsRelayedWithoutOneIsKept() throws Exception {
        var made =
                made(
                        "main.cf",
                        """
                        relayhost = [relay.example]
                        smtp_tls_policy_maps = hash:/etc/postfix/tls_policy
                        """,
                        "tls_policy",
                        "secret.test encrypt\n");

        assertThat(tls(made)).isEqualTo(Map.of("secret.test", "require"));
        assertThat(left(made))
                .containsExactly(
                        "# - tls_policy:1: secret.test: Postfix asks it of the next hop, and that is [relay.example] here, which nothing was asked of; written for the mail of secret.test all the same");
    }

    @Test
    void aTransportsOwnDemandIsThatOfItsDomains() throws Exception {
        var made =
                made(
                        "main.cf",
                        "transport_maps = hash:/etc/postfix/transport\n",
                        "master.cf",
                        """
                        smtp   unix - - n - - smtp
                        secure unix - - n - - smtp
                          -o smtp_tls_security_level=encrypt
                        """,
                        "transport",
                        "bank.test secure:\n");

        assertThat(tls(made)).isEqualTo(Map.of("bank.test", "require"));
        assertThat(left(made)).isEmpty();
    }

    @Test
    void aTableOfDemandsThatWasNotHandedInIsNamedWithWhatFollows() throws Exception {
        assertThat(
                        left(
                                made(
                                        "main.cf",
                                        """
                                        smtp_tls_security_level = verify
                                        smtp_tls_policy_maps = hash:/etc/postfix/tls_policy, socketmap:inet:127.0.0.1:8461:postfix
                                        """)))
                .containsExactly(
                        "# - main.cf:2: smtp_tls_policy_maps: the table hash:/etc/postfix/tls_policy was not handed in; name its file too, or what it says must be encrypted may go in the clear",
                        "# - main.cf:2: smtp_tls_policy_maps: socketmap:inet:127.0.0.1:8461:postfix is asked by Postfix alone; MTA-STS and DANE are heeded without it");
    }

    @Test
    void theOldWordsForEncryptionAreUnderstood() throws Exception {
        assertThat(tls(made("main.cf", "smtp_enforce_tls = yes\n")))
                .isEqualTo(Map.of("*", "verify"));
        assertThat(tls(made("main.cf", "smtp_enforce_tls = yes\nsmtp_tls_enforce_peername = no\n")))
                .isEqualTo(Map.of("*", "require"));
        assertThat(
                        left(
                                made(
                                        "main.cf",
                                        "smtp_tls_wrappermode = yes\nsmtp_tls_security_level = encrypt\nrelayhost = [r.example]:465\n")))
                .containsExactly(
                        "# - main.cf:1: smtp_tls_wrappermode: TLS from the first octet is not spoken to next hops; a port with STARTTLS, 587 mostly, would be right in [routes]");
    }

    @Test
    void aTransportWithoutANextHopGoesToTheDomainsOwnHosts() throws Exception {
        var made =
                made(
                        "main.cf",
                        """
                        relayhost = [smtp.relay.example]:587
                        transport_maps = hash:/etc/postfix/transport
                        slow_destination_rate_delay = 2s
                        """,
                        "transport",
                        """
                        yahoo.com     slow:
                        .example.org  slow:
                        inside.test   :
                        odd.test      :[odd.example]
                        """);

        assertThat(routes(made))
                .isEqualTo(
                        Map.of(
                                "*",
                                "[smtp.relay.example]:587",
                                "yahoo.com",
                                "mx",
                                "*.example.org",
                                "mx",
                                "odd.test",
                                "[odd.example]"));
        assertThat(config(made).limits().provider().get("yahoo").messagesPerHour()).contains(1800);
    }

    @Test
    void anEntryThatChangesNothingKeepsItsDomainFromWiderOnes() throws Exception {
        assertThat(
                        routes(
                                made(
                                        "main.cf",
                                        "transport_maps = hash:/etc/postfix/transport\n",
                                        "transport",
                                        """
                                        my.domain   :
                                        .my.domain  :
                                        other.test  smtp:
                                        *           smtp:relay.my.domain
                                        """)))
                .isEqualTo(
                        Map.of(
                                "my.domain",
                                "mx",
                                "*.my.domain",
                                "mx",
                                "other.test",
                                "mx",
                                "*",
                                "relay.my.domain"));
    }

    @Test
    void whatIsNotSentBySmtpIsNamedWithWhereItGoesNow() throws Exception {
        assertThat(
                        left(
                                made(
                                        "main.cf",
                                        """
                                        relayhost = [r.example], [s.example]:587
                                        transport_maps = hash:/etc/postfix/transport
                                        """,
                                        "master.cf",
                                        "maildrop unix - n n - - pipe flags=DRhu user=vmail\n",
                                        "transport",
                                        """
                                        gone.test    error:no mail for this domain
                                        box.test     maildrop:
                                        store.test   lmtp:unix:private/lmtp
                                        /@shop/      smtp:[x]
                                        """)))
                .containsExactly(
                        "# - main.cf:1: relayhost: a route has one next hop; [s.example]:587, which Postfix tries after the first, is not used",
                        "# - transport:1: gone.test: there is no transport 'error'; mail for gone.test goes to [r.example] now",
                        "# - transport:2: box.test: there is no transport 'maildrop'; mail for box.test goes to [r.example] now",
                        "# - transport:3: store.test: 'unix:private/lmtp' is no next hop that mail can be sent to by SMTP or LMTP; mail for store.test goes to [r.example] now",
                        "# - transport:4: /@shop/: is a pattern; [routes] and [receiver_tls] know domains, \"*.example.org\" and \"*\"");
    }

    @Test
    void theLimitsOfATransportAreThoseOfWhereItsMailGoes() throws Exception {
        var made =
                made(
                        "main.cf",
                        """
                        transport_maps = hash:/etc/postfix/transport
                        slow_destination_recipient_limit = 5
                        """,
                        "master.cf",
                        "slow unix - - n - 2 smtp\n",
                        "transport",
                        """
                        gmail.com   slow:[gw.example]:25
                        yahoo.com   slow:
                        """);

        assertThat(routes(made)).isEqualTo(Map.of("gmail.com", "[gw.example]"));
        assertThat(config(made).limits().provider()).containsOnlyKeys("yahoo");
        assertThat(config(made).limits().site()).containsOnlyKeys("[gw.example]");
        assertThat(config(made).limits().site().get("[gw.example]").connections()).contains(2);
        assertThat(config(made).limits().provider().get("yahoo").connections()).contains(2);
        assertThat(config(made).limits().provider().get("yahoo").recipientsPerMessage())
                .contains(5);
    }

    @Test
    void aPasswordOfNoTableThatIsSpokenOfIsNotWritten() throws Exception {
        var made = made("sasl_passwd", "[r.example]:25 us:s3cret\n");

        assertThat(made).doesNotContain("s3cret");
        assertThat(left(made))
                .containsExactly(
                        "# - sasl_passwd:1: [r.example]:25: its password is not copied; put it into a file of its own and write [next_hop.\"[r.example]\"] with user = \"us\" and password = { file = \"…\" }");
    }

    @Test
    void retriesAreThoseOfTheQueue() throws Exception {
        assertThat(
                        config(
                                        made(
                                                "main.cf",
                                                "minimal_backoff_time = 5m\nmaximal_backoff_time = 1h\n"))
                                .queue()
                                .retry()
                                .getFirst()
                                .delays())
                .containsExactly(
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(20),
                        Duration.ofMinutes(40),
                        Duration.ofHours(1));
        assertThat(
                        config(made("main.cf", "minimal_backoff_time = 4000s\n"))
                                .queue()
                                .retry()
                                .getFirst()
                                .delays())
                .containsExactly(Duration.ofSeconds(4000));
        assertThat(left(made("main.cf", "minimal_backoff_time = soon\n")))
                .containsExactly("# - main.cf:1: minimal_backoff_time: 'soon' is no time span");
    }

    @Test
    void filtersAreAskedAsBefore() throws Exception {
        var made =
                made(
                        "main.cf",
                        """
                        smtpd_milters = inet:localhost:8891, unix:opendmarc/opendmarc.sock,
                            { inet:[::1]:11332, connect_timeout=10s, default_action=accept }
                            unix:/run/x.sock inet:filter.example:1
                        non_smtpd_milters = $smtpd_milters
                        milter_default_action = reject
                        milter_command_timeout = 20s
                        milter_protocol = 6
                        """,
                        "master.cf",
                        "smtp inet n - y - - smtpd\n");

        assertThat(config(made).milter())
                .extracting(MilterSection::address, one -> one.otherwise().name())
                .containsExactly(
                        tuple("127.0.0.1:8891", "REJECT"),
                        tuple("unix:/var/spool/postfix/opendmarc/opendmarc.sock", "REJECT"),
                        tuple("[::1]:11332", "ACCEPT"),
                        tuple("unix:/var/spool/postfix/run/x.sock", "REJECT"));
        assertThat(config(made).milter().get(0).command()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config(made).milter().get(2).connect()).isEqualTo(Duration.ofSeconds(10));
        assertThat(left(made))
                .containsExactly(
                        "# - main.cf:1: smtpd_milters: 'inet:filter.example:1' is no address with a port, and no unix: with a path; [[milter]] takes such, without looking up names");
    }

    @Test
    void mailIsHeldBackByAFilterAsIsSaid() throws Exception {
        assertThat(
                        left(
                                made(
                                        "main.cf",
                                        """
                                        smtpd_milters = inet:127.0.0.1:1
                                        milter_default_action = quarantine
                                        """)))
                .containsExactly(
                        "# - main.cf:2: milter_default_action: 'quarantine' is none of tempfail, accept and reject; tempfail is what is done without one");
    }

    @Test
    void listenersListenWhereTheyDid() throws Exception {
        var made =
                made(
                        "main.cf",
                        """
                        inet_interfaces = 127.0.0.1, [::1], $myhostname
                        inet_protocols = ipv4
                        """,
                        "master.cf",
                        """
                        smtp inet n - n - 1 postscreen
                        smtpd pass - - n - - smtpd
                        10.0.0.1:2525 inet n - n - - smtpd
                          -o syslog_name=postfix/feeder
                          -o smtpd_tls_security_level=encrypt
                          -o { smtpd_client_restrictions = permit_mynetworks, reject }
                          -o content_filter=scan:[127.0.0.1]:10024
                        """);

        assertThat(config(made).listener())
                .extracting(one -> one.address().toString())
                .containsExactly("/127.0.0.1:25", "/[0:0:0:0:0:0:0:1]:25", "/10.0.0.1:2525");
        assertThat(left(made))
                .containsExactly(
                        "# - main.cf:1: inet_interfaces: '$myhostname' is no address; [[listener]] takes addresses, and * for all",
                        "# - main.cf:2: inet_protocols: IPv6 is used too where this machine has it; a [source.NAME] with ipv4 alone sends from that alone",
                        "# - master.cf:1: smtp inet: postscreen is not here: strangers are told apart by [reception] networks and users alone",
                        "# - master.cf:3: 10.0.0.1:2525 -o content_filter: mail is not handed to a filter by SMTP; [[milter]] asks one, and [policy] a service",
                        "# - master.cf:3: 10.0.0.1:2525 -o smtpd_client_restrictions: only [reception] networks and users may send",
                        "# - master.cf:3: 10.0.0.1:2525 -o smtpd_tls_security_level: [tls] has the certificate alone: STARTTLS is offered with TLS 1.2 and 1.3, and asked of clients before a password, of nothing else");
    }

    @Test
    void theCertificateIsFoundWhereverItStands() throws Exception {
        var both = config(made("main.cf", "smtpd_tls_cert_file = /etc/a.pem\n")).tls();
        assertThat(both.certificate()).contains(Path.of("/etc/a.pem"));
        assertThat(both.key()).contains(Path.of("/etc/a.pem"));

        var chain =
                config(made("main.cf", "smtpd_tls_chain_files = /etc/key.pem, /etc/chain.pem\n"))
                        .tls();
        assertThat(chain.key()).contains(Path.of("/etc/key.pem"));
        assertThat(chain.certificate()).contains(Path.of("/etc/chain.pem"));
    }

    @Test
    void mailThatNamesNoPoolLeavesFromWhereTheUsualClientSends() throws Exception {
        var made =
                made(
                        "master.cf",
                        """
                        smtp unix - - n - - smtp
                        slow unix - - n - - smtp
                          -o smtp_bind_address=192.0.2.8
                        """);

        assertThat(config(made).queue().pool()).isEqualTo("default");
        assertThat(config(made).source()).containsOnlyKeys("default", "slow");
        assertThat(left(made)).isEmpty();
    }

    @Test
    void sendersWithASourceOfTheirOwnAreNamedWithThePoolOfTheirUser() throws Exception {
        assertThat(
                        left(
                                made(
                                        "main.cf",
                                        """
                                        sender_dependent_default_transport_maps = hash:/etc/postfix/senders
                                        sender_dependent_relayhost_maps = hash:/etc/postfix/relays
                                        """,
                                        "master.cf",
                                        "slow unix - - n - - smtp -o smtp_bind_address=192.0.2.8\n",
                                        "senders",
                                        "@shop.example slow:\n")))
                .containsExactly(
                        "# - main.cf:1: sender_dependent_default_transport_maps: the pool is that of the mail's user or token, not of its sender's address: 'restante user add NAME --sender DOMAIN --pool POOL'",
                        "# - main.cf:2: sender_dependent_relayhost_maps: the next hop depends on the recipient's domain ([routes]), not on the sender",
                        "# - senders:1: @shop.example: 'restante user add NAME --sender shop.example --pool slow' gives its mail that source");
    }

    @Test
    void theUsualTransportsNextHopIsARoute() throws Exception {
        assertThat(
                        routes(
                                made(
                                        "main.cf",
                                        "default_transport = smtp:[gw.example]:2525\nrelayhost = [r.example]\n")))
                .isEqualTo(Map.of("*", "[gw.example]:2525"));
        assertThat(left(made("main.cf", "default_transport = smtp\n"))).isEmpty();
        assertThat(left(made("main.cf", "default_transport = error:closed\n")))
                .containsExactly(
                        "# - main.cf:1: default_transport: there is no transport 'error'; mail goes to its MX hosts now");
    }
}

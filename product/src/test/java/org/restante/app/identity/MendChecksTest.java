package org.restante.app.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.dns.AddressText;
import org.restante.dns.Resolver;
import org.restante.dns.ZoneResolver;
import org.restante.insight.casefile.CaseFacts;
import org.restante.insight.casefile.Mend;
import org.restante.insight.incident.Diagnosis;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.IncidentScope;
import org.restante.insight.incident.Severity;
import org.restante.mail.message.Domain;
import org.restante.meaning.verdict.Cause;
import org.restante.protocol.dkim.Selector;
import org.restante.protocol.dkim.SigningKey;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Source;
import org.restante.sending.signing.Signatures;
import org.restante.sending.signing.SigningSettings;
import org.restante.sending.signing.SigningSettings.KeyFile;
import org.restante.sending.signing.SigningSettings.SigningDomain;

/// What a zone says of a source, a sender and a key, put as the answer to whether something is mended.
final class MendChecksTest {
    private static final String PTR = "2.100.51.198.in-addr.arpa. PTR mta2.us.example.\n";
    private static final String A = "mta2.us.example. A 198.51.100.2\n";

    private long ticks;
    private long step;
    private Optional<Resolver> resolver = Optional.empty();
    private Signatures signatures = Signatures.none();
    private Pools pools = Pools.of(source("198.51.100.2"));

    private static Source source(String address) {
        return new Source(
                "mta2",
                (Inet4Address) AddressText.of(address).orElseThrow(),
                null,
                new Domain("mta2.us.example"));
    }

    private void zone(String text) throws IOException {
        resolver = Optional.of(ZoneResolver.parse(text));
    }

    private static Incident incident(@Nullable String source, @Nullable String host) {
        return new Incident(
                "1",
                Instant.EPOCH,
                null,
                new IncidentScope("gmail", null, host, source, null, null, List.of("gmail")),
                Cause.RDNS,
                Diagnosis.IDENTITY,
                .9,
                1,
                .01,
                10,
                10,
                Severity.PAUSE,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private String check(Mend mend) {
        return check(mend, "news@us.example");
    }

    private String check(Mend mend, @Nullable String sender) {
        var facts =
                new CaseFacts.Facts()
                        .envelopeSender(sender)
                        .domains(List.of("shop.example"))
                        .done();
        var checks =
                new MendChecks(
                        () -> resolver,
                        () -> pools,
                        () -> signatures,
                        (domain, host, source, isForTls) ->
                                Finding.pass(
                                        domain + " " + host + " " + source.name() + " " + isForTls),
                        () -> ticks += step);
        var finding = checks.check(mend, incident("mta2", "mx1.shop.example"), facts);
        return finding.result().word() + ": " + finding.found();
    }

    /// A log tells from where mail left, at most; what it does not tell is not asked for, nor guessed.
    @Test
    void ofALogThatIsFollowedTheDnsIsAskedForWhatTheLogTells() throws Exception {
        var zone =
                ZoneResolver.parse(
                        """
                        7.100.51.198.in-addr.arpa. IN PTR mta7.shop.example.
                        mta7.shop.example. IN A 198.51.100.7
                        us.example. IN TXT "v=spf1 ip4:198.51.100.7 -all"
                        """);
        var ofLog = MendChecks.ofLog(zone, () -> 0);
        var told =
                new CaseFacts.Facts()
                        .envelopeSender("news@us.example")
                        .source("198.51.100.7", null, null)
                        .done();
        var silent = new CaseFacts.Facts().envelopeSender("news@us.example").done();
        var incident = incident("mta7", "mx1.shop.example");

        assertThat(ofLog.check(Mend.PTR, incident, told))
                .isEqualTo(
                        Finding.pass(
                                "PTR of 198.51.100.7 is mta7.shop.example, which leads back to it"));
        assertThat(ofLog.check(Mend.SPF, incident, told).result().word()).isEqualTo("pass");
        assertThat(ofLog.whyNot(Mend.PTR, told)).isEmpty();
        assertThat(ofLog.whyNot(Mend.PTR, silent).orElseThrow()).contains("--map FILE");
        assertThat(ofLog.whyNot(Mend.DKIM, told).orElseThrow()).contains("which key signs");
        assertThat(ofLog.whyNot(Mend.EHLO, told)).isPresent();
    }

    @Test
    void aNameMustLeadBackToItsAddress() throws Exception {
        zone(PTR + A);
        assertThat(check(Mend.PTR))
                .isEqualTo("pass: PTR of 198.51.100.2 is mta2.us.example, which leads back to it");
        zone(PTR);
        assertThat(check(Mend.PTR))
                .isEqualTo(
                        "fail: PTR of 198.51.100.2 is mta2.us.example, which does not lead back to it");
        zone(A);
        assertThat(check(Mend.PTR)).isEqualTo("fail: PTR of 198.51.100.2: there is none");
        zone(PTR + A + ";! failing mta2.us.example\n");
        assertThat(check(Mend.PTR))
                .startsWith("unknown: PTR of 198.51.100.2 is mta2.us.example, of");
        zone(PTR + ";! failing 198.in-addr.arpa timeout\n");
        assertThat(check(Mend.PTR)).startsWith("unknown: PTR of 198.51.100.2: the DNS does not");
    }

    @Test
    void theNameInEhloLeadsToTheSource() throws Exception {
        zone(A);
        assertThat(check(Mend.EHLO))
                .isEqualTo("pass: mta2 greets with mta2.us.example, which leads to 198.51.100.2");
        zone("mta2.us.example. A 198.51.100.9\n");
        assertThat(check(Mend.EHLO))
                .isEqualTo(
                        "fail: mta2 greets with mta2.us.example, which leads to 198.51.100.9, not to 198.51.100.2");
        zone("");
        assertThat(check(Mend.EHLO))
                .isEqualTo(
                        "fail: mta2 greets with mta2.us.example, which has no address, not to 198.51.100.2");
    }

    @Test
    void whatIsNotKnownIsSaid() throws Exception {
        assertThat(check(Mend.PTR)).isEqualTo("unknown: this server asks no DNS");
        assertThat(check(Mend.DMARC)).isEqualTo("unknown: this server asks no DNS");
        zone(A);
        pools = Pools.of(source("10.1.2.3"));
        assertThat(check(Mend.PTR))
                .isEqualTo("unknown: mta2: 10.1.2.3 is no public address; receivers see another");
        pools = Pools.of(Source.unbound("mta2", new Domain("mta2.us.example")));
        assertThat(check(Mend.SPF))
                .isEqualTo("unknown: mta2: the address that receivers see is not known here");
        pools = Pools.of(Source.unbound("other", new Domain("mta2.us.example")));
        assertThat(check(Mend.SPF)).isEqualTo("unknown: there is no such source any more");
        assertThat(check(Mend.DMARC, null))
                .isEqualTo("unknown: the domain of the refused mail's sender is not known");
    }

    private String spf(String records) throws IOException {
        zone(records);
        return check(Mend.SPF).replace("SPF of us.example for 198.51.100.2: ", "");
    }

    @Test
    void spfPermitsOrDoesNot() throws Exception {
        var us = "us.example. TXT ";
        assertThat(spf(us + "\"v=spf1 ip4:198.51.100.7/24 -all\"\n"))
                .isEqualTo("pass: pass (ip4:198.51.100.7/24)");
        assertThat(spf(us + "\"v=spf1 ip6:2001:db8::/32 ~all\"\n"))
                .isEqualTo("fail: softfail (~all)");
        assertThat(spf(us + "\"v=spf1 A:mta2.us.example -all\"\n" + A))
                .isEqualTo("pass: pass (A:mta2.us.example)");
        assertThat(spf(us + "\"v=spf1 a/24//64 -all\"\nus.example. A 198.51.100.77\n"))
                .isEqualTo("pass: pass (a/24//64)");
        assertThat(spf(us + "\"v=spf1 mx -all\"\nus.example. MX 10 mta2.us.example.\n" + A))
                .isEqualTo("pass: pass (mx)");
        assertThat(
                        spf(
                                us
                                        + "\"v=spf1 include:x.example exp=e.example -all\"\nx.example. TXT \"v=spf1 +all\"\n"))
                .isEqualTo("pass: pass (include:x.example)");
        assertThat(spf(us + "\"v=spf1 redirect=x.example\"\nx.example. TXT \"v=spf1 -all\"\n"))
                .isEqualTo("fail: fail (-all)");
        assertThat(spf(us + "\"v=spf1\"\n")).isEqualTo("fail: neutral (nothing matches)");
        assertThat(spf(us + "\"of no concern\"\n")).isEqualTo("fail: there is no record");
        assertThat(spf(us + "\"v=spf1 -all\"\n" + us + "\"v=spf1 +all\"\n"))
                .isEqualTo("fail: us.example has 2 records; one would be right");
        assertThat(spf(us + "\"v=spf1 ip4:nonsense -all\"\n"))
                .isEqualTo("fail: what is ip4:nonsense?");
        assertThat(spf(us + "\"v=spf1 include:gone.example -all\"\n"))
                .isEqualTo("fail: include:gone.example leads to no record");
    }

    @Test
    void spfThatCannotBeFollowedIsNotGuessed() throws Exception {
        var us = "us.example. TXT ";
        assertThat(spf(us + "\"v=spf1 exists:%{i}.x.example -all\"\n"))
                .startsWith("unknown: it uses ");
        assertThat(spf(us + "\"v=spf1 include:%{d}.x.example -all\"\n"))
                .startsWith("unknown: it uses ");
        assertThat(spf(us + "\"v=spf1 include:x.example -all\"\n;! failing x.example\n"))
                .startsWith("unknown: the DNS does not tell about x.example: ");
        assertThat(spf(us + "\"v=spf1 include:us.example -all\"\n"))
                .startsWith("fail: more than 10 lookups are needed");
    }

    @Test
    void answersThatTakeTooLongTogetherAreNotWaitedFor() throws Exception {
        zone(PTR + A);
        step = Duration.ofSeconds(13).toNanos();

        assertThat(check(Mend.PTR))
                .startsWith("unknown: ")
                .endsWith("all answers together take too long");
    }

    @Test
    void mailWithoutASenderIsJudgedByTheNameInEhlo() throws Exception {
        zone("mta2.us.example. TXT \"v=spf1 a -all\"\n" + A);

        assertThat(check(Mend.SPF, null))
                .isEqualTo("pass: SPF of mta2.us.example for 198.51.100.2: pass (a)");
    }

    @Test
    void theKeyThatSignsIsTheOneThatIsPublished(@TempDir Path folder) throws Exception {
        var key = SigningKey.newEd25519(new SecureRandom());
        var file = folder.resolve("s1.pem");
        Files.writeString(
                file,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getEncoder().encodeToString(key.encoded())
                        + "\n-----END PRIVATE KEY-----\n");
        zone("");
        assertThat(check(Mend.DKIM))
                .isEqualTo("fail: no key of this server signs mail of us.example");
        signatures =
                Signatures.of(
                        new SigningSettings(
                                List.of(
                                        new SigningDomain(
                                                new Domain("us.example"),
                                                List.of(new KeyFile(new Selector("s1"), file)))),
                                List.of(),
                                Optional.empty()));
        assertThat(check(Mend.DKIM))
                .isEqualTo("fail: s1._domainkey.us.example: there is no record");
        zone("s1._domainkey.us.example. TXT \"v=DKIM1; k=ed25519; p=AAAA\"\n");
        assertThat(check(Mend.DKIM))
                .startsWith(
                        "fail: s1._domainkey.us.example has another key than the one that signs");
        zone(
                "s1._domainkey.us.example. TXT \"v=DKIM1; k=ed25519; p="
                        + Base64.getEncoder().encodeToString(key.record().octets())
                        + "\"\n");
        assertThat(check(Mend.DKIM))
                .isEqualTo("pass: s1._domainkey.us.example has the key that signs");
    }

    @Test
    void dmarcOfADomainAboveCounts() throws Exception {
        zone("_dmarc.us.example. TXT \"v=DMARC1; p=none\"\n");
        assertThat(check(Mend.DMARC, "a@news.us.example"))
                .isEqualTo("pass: _dmarc.us.example: v=DMARC1; p=none");
        zone("");
        assertThat(check(Mend.DMARC))
                .isEqualTo("fail: us.example has no DMARC record, nor has a domain above it");
    }

    @Test
    void theReceiversHostIsAsked() {
        assertThat(check(Mend.RECEIVER))
                .isEqualTo("pass: shop.example mx1.shop.example mta2 false");
        assertThat(check(Mend.RECEIVER_TLS))
                .isEqualTo("pass: shop.example mx1.shop.example mta2 true");
    }

    @Test
    void whatOnlyPeopleCanTellIsNotAnswered() {
        for (var mend : Mend.values()) {
            if (mend.whyNot() != null) {
                assertThatThrownBy(() -> check(mend)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void whatOthersWroteCannotSteerATerminal() {
        assertThat(Finding.fail("a\u001b[2Jb\nc" + "x".repeat(5_000)).found())
                .startsWith("a [2Jb cxxx")
                .hasSize(1_001);
    }
}

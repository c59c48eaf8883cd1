package org.restante.sending.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.app.knowledge.Knowledge;
import org.restante.dns.Families;
import org.restante.dns.ZoneResolver;
import org.restante.mail.message.Domain;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.verdict.Judge;
import org.restante.protocol.tlspolicy.DaneLookup;
import org.restante.protocol.tlspolicy.Demand;
import org.restante.protocol.tlspolicy.StsFetcher.Fetched;
import org.restante.protocol.tlspolicy.StsPolicies;
import org.restante.protocol.tlspolicy.TlsCounts;
import org.restante.protocol.tlspolicy.TlsPolicies;
import org.restante.sending.delivery.DeliverySettings;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.pacing.LaneLimits;
import org.restante.sending.pacing.StaticPace;
import org.restante.sending.routing.MxHost;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Protocol;
import org.restante.sending.routing.Route;
import org.restante.sending.routing.Source;
import org.restante.sending.routing.Target;
import org.restante.testing.Certificates;
import org.restante.testing.Certificates.Made;
import org.restante.testing.Certificates.Wish;

/// Sessions over real sockets and what domains ask of TLS: mail never goes without where it must not.
@Timeout(120)
final class TlsDeliveryTest {
    private static final String MX = "mx.shop.test";
    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2046-01-01T00:00:00Z");
    private static final Source US = Source.unbound("us", new Domain("us.test"));
    private static final Made ROOT = root();

    private final AtomicLong ticker = new AtomicLong();
    private final TlsCounts counts = new TlsCounts(100, 100);
    private String zone = "_mta-sts.shop.test. TXT \"v=STSv1; id=1;\"\n";
    private String policy = "";
    private boolean isSigned;
    private TlsWishes wishes = TlsWishes.none();

    private static Made root() {
        try {
            return Certificates.make(new Wish("CN=Root", List.of(), true, FROM, UNTIL), null);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Made certificateFor(String name) throws Exception {
        return Certificates.make(new Wish("CN=x", List.of(name), false, FROM, UNTIL), ROOT);
    }

    private static X509TrustManager trusting(X509Certificate root) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", root);
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    private void enforcing(String... hosts) {
        policy("enforce", hosts);
    }

    private void policy(String mode, String... hosts) {
        policy = "version: STSv1\nmode: " + mode + "\nmax_age: 86400\n";
        for (var host : hosts) {
            policy += "mx: " + host + "\n";
        }
    }

    /// The only way there is: to these hosts, of one preference each.
    private final class ToHosts implements Ways {
        private final Route.Reachable route;
        private final TlsDemands demands;

        ToHosts(Map<String, LoopbackHost> hosts) throws Exception {
            var groups = new java.util.ArrayList<Route.Group>();
            int port = 0;
            for (var host : hosts.entrySet()) {
                var address = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
                var mx = new MxHost(host.getKey(), host.getKey(), List.of(address), isSigned);
                groups.add(new Route.Group(groups.size(), List.of(mx)));
                port = host.getValue().port();
            }
            route =
                    new Route.Reachable(
                            "shop.test",
                            groups,
                            port,
                            Protocol.SMTP,
                            isSigned,
                            false,
                            Duration.ofHours(1),
                            List.of());
            var dns = ZoneResolver.parse(zone.replace("PORT", Integer.toString(port)));
            var sts =
                    new StsPolicies(
                            dns,
                            (domain, patience) ->
                                    policy.isEmpty()
                                            ? new Fetched.Failed("no web server")
                                            : new Fetched.File(policy),
                            StsPolicies.Bounds.usual(),
                            ticker::get);
            demands =
                    new TlsDemands(
                            new TlsPolicies(new DaneLookup(dns), sts),
                            wishes,
                            Duration.ofSeconds(60));
        }

        @Override
        public Way of(String domain, Families families) {
            return new Way.Open(domain, route, null);
        }

        @Override
        public Demand demand(String domain, Route.Reachable to, Target target) {
            return demands.of(domain, to, target);
        }
    }

    private Dispatch dispatch(Map<String, LoopbackHost> hosts) throws Exception {
        var knowledge = Knowledge.shipped();
        return new Dispatch(
                new ToHosts(hosts),
                (way, source) -> new StaticPace(LaneLimits.UNKNOWN),
                knowledge.providers(),
                () -> new Judge(knowledge.rules()),
                DeliverySettings::defaults,
                new TlsMeans(trusting(ROOT.certificate()), InstantSource.system(), ticker::get),
                counts,
                (pool, site, closed, other) -> {},
                System::nanoTime,
                new Random(1));
    }

    private WaitingMail.Told sent(LoopbackHost host) throws Exception {
        return sent(Map.of(MX, host));
    }

    private WaitingMail.Told sent(Map<String, LoopbackHost> hosts) throws Exception {
        try (var dispatch = dispatch(hosts)) {
            return sent(dispatch);
        }
    }

    private static WaitingMail.Told sent(Dispatch dispatch) throws Exception {
        var mail = WaitingMail.one("shop.test", US);
        dispatch.ready(mail);
        return mail.allTold().getFirst();
    }

    private static void assertWasSentSecured(WaitingMail.Told told, LoopbackHost host) {
        assertThat(told.settled().outcome()).isInstanceOf(Outcome.Accepted.class);
        assertThat(told.facts().tls()).startsWith("TLSv1.");
        assertThat(host.heard.indexOf("(tls)")).isBetween(0, host.heard.indexOf("DATA"));
    }

    private static void assertWasNotSent(
            WaitingMail.Told told, Stage stage, LoopbackHost host, String... words) {
        assertThat(told.settled().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Broken.class,
                        broken -> {
                            assertThat(broken.stage()).isEqualTo(stage);
                            assertThat(broken.trouble()).isEqualTo(Trouble.TLS);
                            assertThat(broken.text()).contains(words);
                        });
        assertThat(host.heard).noneMatch(line -> line.startsWith("MAIL") || line.equals("DATA"));
    }

    private String counted() {
        var text = new StringBuilder();
        for (var tally : counts.soFar()) {
            text.append(tally.policy().kind().word() + " " + tally.policy().domain())
                    .append(" " + tally.successes() + "/" + tally.failures());
            tally.details().keySet().forEach(detail -> text.append(" " + detail.result().word()));
        }
        return text.toString();
    }

    @Test
    void anEnforcedPolicyIsMetByATrustedCertificateForTheHost() throws Exception {
        enforcing(MX);
        try (var host = LoopbackHost.with(certificateFor(MX))) {
            assertWasSentSecured(sent(host), host);
        }
        assertThat(counted()).isEqualTo("sts shop.test 1/0");
    }

    @Test
    void aCertificateForAnotherHostDoesNotMeetIt() throws Exception {
        enforcing(MX);
        try (var host = LoopbackHost.with(certificateFor("mx.other.test"))) {
            assertWasNotSent(
                    sent(host),
                    Stage.STARTTLS,
                    host,
                    "the certificate is for [mx.other.test], not for mx.shop.test");
        }
        assertThat(counted()).isEqualTo("sts shop.test 0/1 certificate-host-mismatch");
    }

    @Test
    void aCertificateThatNobodyTrustsDoesNotMeetIt() throws Exception {
        enforcing(MX);
        var own = Certificates.make(new Wish("CN=x", List.of(MX), false, FROM, UNTIL), null);
        try (var host = LoopbackHost.with(own)) {
            assertWasNotSent(sent(host), Stage.STARTTLS, host, "the certificate is not trusted");
        }
        assertThat(counted()).isEqualTo("sts shop.test 0/1 certificate-not-trusted");
    }

    @Test
    void aHostThatOffersNoTlsDoesNotMeetIt() throws Exception {
        enforcing(MX);
        try (var host = LoopbackHost.plain()) {
            assertWasNotSent(sent(host), Stage.STARTTLS, host, MX + " does not offer TLS");
        }
        assertThat(counted()).isEqualTo("sts shop.test 0/1 starttls-not-supported");
    }

    /// One message finds out; the others of the domain wait for what it finds, and lose nothing.
    @Test
    void mailThatWaitsForTlsIsTriedByOneMessageAndKeepsItsAttempts() throws Exception {
        enforcing(MX);
        try (var host = LoopbackHost.plain();
                var dispatch = dispatch(Map.of(MX, host))) {
            var mail = new WaitingMail("shop.test", "stream", Pool.of(US), US, 100);

            dispatch.ready(mail);

            while (mail.told.isEmpty() || dispatch.lanes().getFirst().sessions() > 1) {
                Thread.onSpinWait();
            }
            assertThat(mail.told).allMatch(told -> !told.settled().spendsAttempt());
            assertThat(mail.told).hasSizeLessThanOrEqualTo(5);
            assertThat(host.heard.stream().filter(line -> line.startsWith("EHLO")).count())
                    .isLessThanOrEqualTo(5);
        }
    }

    @Test
    void aHostThatThePolicyDoesNotNameIsNotConnectedTo() throws Exception {
        enforcing("mx2.shop.test");
        try (var host = LoopbackHost.with(certificateFor(MX))) {
            assertWasNotSent(sent(host), Stage.CONNECT, host, "does not name the MX host " + MX);
            assertThat(host.heard).isEmpty();
        }
        assertThat(counted()).isEqualTo("sts shop.test 0/1 validation-failure");
    }

    @Test
    void anAnnouncedPolicyThatCannotBeHadIsCountedAndMailGoes() throws Exception {
        try (var host = LoopbackHost.with(certificateFor(MX))) {
            assertWasSentSecured(sent(host), host);
        }
        assertThat(counted()).isEqualTo("sts shop.test 0/1 sts-policy-fetch-error");
    }

    @Test
    void aPolicyInItsTestingLetsMailGoAndIsCounted() throws Exception {
        policy("testing", MX);
        try (var host = LoopbackHost.with(certificateFor("mx.other.test"))) {
            assertWasSentSecured(sent(host), host);
        }
        assertThat(counted()).isEqualTo("sts shop.test 0/1 certificate-host-mismatch");
    }

    private static String hash(Made made) throws Exception {
        var key = made.certificate().getPublicKey().getEncoded();
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
    }

    private void dane(String hash) {
        zone = "_PORT._tcp.mx.shop.test. TLSA 3 1 1 " + hash + "\n;! signed shop.test\n";
        isSigned = true;
    }

    @Test
    void aCertificateInTheSignedDnsIsEnough() throws Exception {
        var own = Certificates.make(new Wish("CN=x", List.of(), false, FROM, UNTIL), null);
        dane(hash(own));
        try (var host = LoopbackHost.with(own)) {
            assertWasSentSecured(sent(host), host);
        }
        assertThat(counted()).isEqualTo("tlsa mx.shop.test 1/0");
    }

    @Test
    void anyOtherCertificateIsNone() throws Exception {
        dane("ab".repeat(32));
        try (var host = LoopbackHost.with(certificateFor(MX))) {
            assertWasNotSent(
                    sent(host),
                    Stage.STARTTLS,
                    host,
                    "no certificate of the host matches its TLSA records");
        }
        assertThat(counted()).isEqualTo("tlsa mx.shop.test 0/1 validation-failure");
    }

    @Test
    void recordsThatNobodySignedAskForNothing() throws Exception {
        dane("ab".repeat(32));
        zone = zone.replace(";! signed shop.test\n", "");
        isSigned = false;
        try (var host = LoopbackHost.plain()) {
            assertThat(sent(host).settled().outcome()).isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(counted()).isEqualTo("no-policy-found shop.test 0/1 starttls-not-supported");
    }

    @Test
    void mailThatMayGoWithoutGoesAtOnceWhereTlsIsBrokenAndThatIsRememberedForAWhile()
            throws Exception {
        zone = "";
        try (var host = LoopbackHost.broken();
                var dispatch = dispatch(Map.of(MX, host))) {
            var first = sent(dispatch);
            assertThat(first.settled().outcome()).isInstanceOf(Outcome.Accepted.class);
            assertThat(first.facts().tls()).isNull();
            assertThat(host.heard).containsOnlyOnce("STARTTLS");
        }
        var means = new TlsMeans(trusting(ROOT.certificate()), InstantSource.system(), ticker::get);
        var host = new java.net.InetSocketAddress("127.0.0.1", 25);
        means.broke(host);
        assertThat(means.isBroken(host)).isTrue();
        ticker.addAndGet(Duration.ofHours(4).toNanos());
        assertThat(means.isBroken(host)).isFalse();
    }

    /// RFC 3207 §4.2: what was learnt in the clear does not count under TLS.
    @Test
    void whatAHostOfferedInTheClearIsForgottenUnderTls() throws Exception {
        zone = "";
        var greetings = new AtomicLong();
        try (var host =
                LoopbackHost.with(
                        certificateFor(MX),
                        (name, line) -> {
                            if (!line.startsWith("EHLO")) {
                                return "";
                            }
                            return greetings.incrementAndGet() == 1
                                    ? "250-mx\r\n250-STARTTLS\r\n250 SIZE 1000000"
                                    : "502 what?";
                        })) {
            assertWasSentSecured(sent(host), host);
            assertThat(host.heard).contains("HELO us.test");
            assertThat(host.heard.stream().filter(it -> it.startsWith("MAIL")))
                    .isNotEmpty()
                    .noneMatch(it -> it.contains("SIZE="));
        }
    }

    @Test
    void theOperatorMayAskForMoreThanTheDomain() throws Exception {
        zone = "";
        wishes = new TlsWishes(Map.of("shop.test", TlsWishes.Wish.REQUIRE));
        try (var host = LoopbackHost.plain()) {
            assertWasNotSent(sent(host), Stage.STARTTLS, host, "mail may not go without");
        }
        wishes = new TlsWishes(Map.of("*.test", TlsWishes.Wish.VERIFY));
        try (var host = LoopbackHost.with(certificateFor("mx.other.test"))) {
            assertWasNotSent(sent(host), Stage.STARTTLS, host, "mx.other.test");
        }
    }

    @Test
    void theOperatorCannotAskForLessThanTheDomain() throws Exception {
        wishes = new TlsWishes(Map.of("*", TlsWishes.Wish.NONE));
        enforcing(MX);
        try (var host = LoopbackHost.with(certificateFor(MX))) {
            assertWasSentSecured(sent(host), host);
        }
        zone = "";
        try (var host = LoopbackHost.with(certificateFor(MX))) {
            assertThat(sent(host).settled().outcome()).isInstanceOf(Outcome.Accepted.class);
            assertThat(host.heard).doesNotContain("STARTTLS");
        }
    }

    private String tried(LoopbackHost host) throws Exception {
        var trial =
                new Trial(
                        new ToHosts(Map.of(MX, host)),
                        new TlsMeans(
                                trusting(ROOT.certificate()), InstantSource.system(), ticker::get),
                        System::nanoTime,
                        new Random(1));
        var told =
                switch (trial.speak("shop.test", MX, US)) {
                    case Trial.Seen.Nowhere(var why) -> "nowhere: " + why;
                    case Trial.Seen.NotAsked(var why) -> "not asked: " + why;
                    case Trial.Seen.Silent(_, var outcome) -> "silent: " + outcome;
                    case Trial.Seen.Spoke spoke ->
                            spoke.tls().map(_ -> "secured").orElse("in the clear")
                                    + spoke.noTls().map(why -> ": " + why).orElse("");
                };
        assertThat(host.heard).noneMatch(line -> line.startsWith("MAIL") || line.equals("DATA"));
        return told;
    }

    @Test
    void aTrialSeesTheTlsThatMailWouldHaveAndCarriesNone() throws Exception {
        enforcing(MX);
        try (var host = LoopbackHost.with(certificateFor(MX))) {
            assertThat(tried(host)).isEqualTo("secured");
        }
        try (var host = LoopbackHost.with(certificateFor("mx.other.test"))) {
            assertThat(tried(host)).startsWith("in the clear: the certificate is for");
        }
        try (var host = LoopbackHost.plain()) {
            assertThat(tried(host)).contains("in the clear: mx.shop.test does not offer TLS");
        }
        enforcing("mx2.shop.test");
        try (var host = LoopbackHost.with(certificateFor(MX))) {
            assertThat(tried(host)).startsWith("nowhere: ").contains("does not name the MX host");
        }
    }
}

package org.restante.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.restante.app.api.ApiSettings;
import org.restante.app.hooks.HookEvent;
import org.restante.app.hooks.HookSecret;
import org.restante.app.hooks.HookSettings;
import org.restante.app.logging.LogSettings;
import org.restante.app.notice.NoticeSettings;
import org.restante.app.tracing.TraceSettings;
import org.restante.dns.Network;
import org.restante.insight.incident.Severity;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Mailbox;
import org.restante.meaning.verdict.Cause;
import org.restante.protocol.dkim.Selector;
import org.restante.protocol.milter.MilterSettings;
import org.restante.record.journal.JournalSettings;
import org.restante.sending.delivery.DeliverySettings;
import org.restante.sending.dispatch.NextHopLogins;
import org.restante.sending.dispatch.TlsWishes;
import org.restante.sending.pacing.LaneLimits;
import org.restante.sending.queue.QueueSettings;
import org.restante.sending.queue.RetrySettings;
import org.restante.sending.queue.ReturnPaths;
import org.restante.sending.reception.BounceBrakeSettings;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.reception.LoginBrakeSettings;
import org.restante.sending.reception.LongLines;
import org.restante.sending.reception.PolicyHookSettings;
import org.restante.sending.reception.ReceptionSettings;
import org.restante.sending.routing.Egress;
import org.restante.sending.routing.Login;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Source;
import org.restante.sending.signing.SigningSettings;
import org.restante.sending.signing.SigningSettings.KeyFile;
import org.restante.sending.signing.SigningSettings.SigningDomain;
import org.restante.sending.spool.SpoolSettings;
import org.restante.sending.suppression.Origin;
import org.restante.sending.suppression.SuppressionSettings;
import org.restante.sending.warmup.Plan;
import org.restante.sending.warmup.WarmupPolicy;
import org.restante.sending.warmup.WhenFull;
import org.restante.sending.warmup.WithoutComplaints;

/// Each section: the defaults as written, and every key arriving where it should.
final class SectionsTest {
    private static final Domain NAME = new Domain("us.test");
    private static final LaneLimits UNKNOWN = LaneLimits.UNKNOWN;

    static final String WEBHOOK_SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

    private static final Map<String, String> SECRETS =
            Map.of(
                    "RELAY_PASSWORD",
                    "secret",
                    "SOCKS_LOGIN",
                    "us:secret",
                    "POLICY_TOKEN",
                    "secret",
                    "WEBHOOK_SECRET",
                    WEBHOOK_SECRET,
                    "COLLECTOR_KEY",
                    "Bearer x");

    private static final String DATA = "[server]\ndata = \"/d\"\n";

    private static Egress socks(String proxy) throws IOException {
        return new Egress.Socks5(
                new InetSocketAddress(InetAddress.getByName(proxy), 1080),
                Optional.of(new Login("us", "secret")));
    }

    private static Config read(String text) throws BadConfig {
        return ConfigFile.parse(Path.of("/etc/restante/restante.toml"), text, SECRETS).config();
    }

    private static Config usual() throws BadConfig {
        return read("[server]\ndata = \"/var/lib/restante\"");
    }

    static String fullText() throws IOException {
        try (InputStream in = SectionsTest.class.getResourceAsStream("full.toml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Config full() throws BadConfig, IOException {
        return read(fullText());
    }

    @Test
    void theFullFileSaysEveryKey() throws Exception {
        var file = ConfigFile.parse(Path.of("/etc/restante/restante.toml"), fullText(), SECRETS);

        assertThat(file.effective()).noneMatch(one -> one.from().equals("default"));
    }

    @Test
    void server() throws Exception {
        assertThat(usual().server())
                .isEqualTo(
                        new ServerSection(
                                Optional.empty(),
                                Path.of("/var/lib/restante"),
                                Duration.ofSeconds(30)));
        assertThat(full().server())
                .isEqualTo(
                        new ServerSection(
                                Domain.of("mail.example.org"),
                                Path.of("/etc/restante/data"),
                                Duration.ofMinutes(1)));
    }

    @Test
    void listener() throws Exception {
        assertThat(usual().listener()).isEmpty();
        assertThat(full().listener())
                .extracting(ListenerSection::settings)
                .containsExactly(
                        new ListenerSettings(
                                new InetSocketAddress(InetAddress.getByName("::1"), 2465),
                                Kind.IMPLICIT_TLS,
                                List.of(Network.of("192.0.2.1").orElseThrow())));
    }

    @Test
    void webhook() throws Exception {
        assertThat(usual().webhook()).isEmpty();
        assertThat(full().webhook())
                .extracting(WebhookSection::settings)
                .containsExactly(
                        new HookSettings(
                                "shop",
                                URI.create("http://shop.example/hook"),
                                HookSettings.Kind.STANDARD,
                                HookSecret.of(WEBHOOK_SECRET),
                                Set.of(HookEvent.BOUNCED, HookEvent.INCIDENT_OPENED),
                                Optional.of("acme"),
                                2,
                                4,
                                Duration.ofSeconds(5)));
        assertThat(
                        read(DATA
                                        + "[[webhook]]\nname = \"s\"\nurl = \"http://127.0.0.1:1/\"\nsecret = { env = \"WEBHOOK_SECRET\" }")
                                .webhook())
                .extracting(WebhookSection::settings)
                .containsExactly(
                        new HookSettings(
                                "s",
                                URI.create("http://127.0.0.1:1/"),
                                HookSettings.Kind.STANDARD,
                                HookSecret.of(WEBHOOK_SECRET),
                                Set.of(),
                                Optional.empty(),
                                8,
                                12,
                                Duration.ofSeconds(15)));
    }

    @Test
    void traces() throws Exception {
        assertThat(usual().traces().settings()).isEmpty();
        assertThat(full().traces().settings())
                .contains(
                        new TraceSettings(
                                URI.create("https://collector.example/v1/traces"),
                                Map.of("authorization", "Bearer x"),
                                0.01,
                                true));
        assertThat(
                        read(DATA + "[traces]\nendpoint = \"http://127.0.0.1:4318/\"")
                                .traces()
                                .settings())
                .contains(
                        new TraceSettings(
                                URI.create("http://127.0.0.1:4318/"), Map.of(), 1, false));
        assertThatThrownBy(() -> read(DATA + "[traces]\nendpoint = \"collector\""))
                .hasMessageContaining("is no address on the web");
        var headers = "\nheaders = { Authorization = { env = \"COLLECTOR_KEY\" } }";
        var beyond = DATA + "[traces]\nendpoint = \"http://192.0.2.1:4318/\"";
        assertThat(read(beyond).traces().settings()).isPresent();
        assertThatThrownBy(() -> read(beyond + headers))
                .hasMessageContaining("in the clear, and not on this machine");
        var here = DATA + "[traces]\nendpoint = \"http://127.0.0.1:4318/\"";
        assertThat(read(here + headers).traces().settings()).isPresent();
    }

    @Test
    void notices() throws Exception {
        assertThat(usual().notices()).isEmpty();
        assertThat(full().notices())
                .extracting(NotifySection::settings)
                .containsExactly(
                        new NoticeSettings(
                                "operators",
                                List.of("shop"),
                                List.of(Mailbox.of("ops@example.org").orElseThrow()),
                                Mailbox.of("restante@example.org"),
                                Mailbox.of("postmaster@example.org"),
                                Severity.PAUSE,
                                Duration.ofMinutes(10),
                                Duration.ofMinutes(20),
                                false,
                                3,
                                Optional.of(URI.create("https://mail.example.org/"))));
        assertThat(read(DATA + "[[notify]]\nname = \"n\"\nmail = [\"a@b.test\"]").notices())
                .extracting(NotifySection::settings)
                .containsExactly(
                        new NoticeSettings(
                                "n",
                                List.of(),
                                List.of(Mailbox.of("a@b.test").orElseThrow()),
                                Optional.empty(),
                                Optional.empty(),
                                Severity.THROTTLE,
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(15),
                                true,
                                12,
                                Optional.empty()));
    }

    @Test
    void brakes() throws Exception {
        assertThat(usual().loginBrake().settings()).isEqualTo(LoginBrakeSettings.defaults());
        assertThat(full().loginBrake().settings())
                .isEqualTo(
                        new LoginBrakeSettings(
                                1,
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(10),
                                5,
                                20,
                                Duration.ofMinutes(10),
                                500));
        assertThat(usual().bounceBrake().settings()).isEqualTo(BounceBrakeSettings.defaults());
        assertThat(full().bounceBrake().settings())
                .isEqualTo(new BounceBrakeSettings(500, 50, 10, Duration.ofHours(2)));
    }

    @Test
    void milter() throws Exception {
        assertThat(usual().milter()).isEmpty();
        assertThat(full().milter())
                .extracting(MilterSection::settings)
                .containsExactly(
                        new MilterSettings(
                                "rspamd",
                                new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 11332),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(6),
                                Duration.ofMinutes(1),
                                MilterSettings.Otherwise.ACCEPT),
                        new MilterSettings(
                                "opendkim",
                                UnixDomainSocketAddress.of("/run/opendkim.sock"),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(6),
                                Duration.ofMinutes(1),
                                MilterSettings.Otherwise.REJECT));
    }

    @Test
    void policy() throws Exception {
        assertThat(usual().policy().settings()).isEmpty();
        assertThat(full().policy().settings())
                .contains(
                        new PolicyHookSettings(
                                URI.create("http://127.0.0.1:9000/judge"),
                                Duration.ofSeconds(2),
                                Optional.of("secret"),
                                PolicyHookSettings.Otherwise.REJECT));
    }

    @Test
    void tls() throws Exception {
        assertThat(usual().tls())
                .isEqualTo(new TlsSection(Optional.empty(), Optional.empty(), Map.of()));
        assertThat(full().tls())
                .isEqualTo(
                        new TlsSection(
                                Optional.of(Path.of("/etc/restante/fullchain.pem")),
                                Optional.of(Path.of("/etc/restante/privkey.pem")),
                                Map.of(
                                        "mail.example.org",
                                        new TlsSection.Named(
                                                Path.of("/etc/restante/mail.pem"),
                                                Path.of("/etc/restante/mail-key.pem")))));
    }

    @Test
    void reception() throws Exception {
        assertThat(usual().reception().settings()).isEqualTo(ReceptionSettings.defaults());
        assertThat(usual().reception().networks())
                .containsExactly(
                        Network.of("127.0.0.0/8").orElseThrow(), Network.of("::1").orElseThrow());
        assertThat(full().reception().settings())
                .isEqualTo(
                        new ReceptionSettings(
                                25_000_000,
                                64 << 10,
                                500,
                                7,
                                2 << 10,
                                60,
                                300,
                                30,
                                3,
                                Duration.ofMinutes(4),
                                Duration.ofMinutes(30),
                                Duration.ofSeconds(20),
                                LongLines.REFUSE));
        assertThat(full().reception().networks())
                .containsExactly(
                        Network.of("10.0.0.0/8").orElseThrow(),
                        Network.of("2001:db8::/32").orElseThrow());
    }

    @Test
    void users() throws Exception {
        assertThat(usual().users().file()).isEmpty();
        assertThat(full().users().file()).contains(Path.of("/etc/restante/users.toml"));
    }

    @Test
    void queue() throws Exception {
        assertThat(usual().queue().settings()).isEqualTo(QueueSettings.defaults());
        assertThat(usual().queue().pool()).isEqualTo("default");
        assertThat(full().queue().settings())
                .isEqualTo(
                        new QueueSettings(
                                        Duration.ofHours(48),
                                        Duration.ofDays(6),
                                        Duration.ofHours(2),
                                        Duration.ofHours(5))
                                .with(
                                        RetrySettings.defaults()
                                                .with(
                                                        List.of(
                                                                new RetrySettings.Override(
                                                                        Optional.of("yahoo"),
                                                                        Optional.of(
                                                                                Cause.MAILBOX_FULL),
                                                                        List.of(
                                                                                Duration.ofHours(1),
                                                                                Duration.ofHours(
                                                                                        6))))))
                                .with(
                                        new ReturnPaths(
                                                Optional.of(
                                                        new ReturnPaths.ReturnPath(
                                                                Mailbox.of("bounces@b.us.test")
                                                                        .orElseThrow(),
                                                                true)),
                                                Map.of())));
        assertThat(full().queue().pool()).isEqualTo("news");
    }

    @Test
    void routes() throws Exception {
        assertThat(usual().routeTable()).hasToString("");
        assertThat(full().routeTable()).hasToString("example.org=192.0.2.1:2525 *=mx");
    }

    @Test
    void sourcesAndPools() throws Exception {
        assertThat(usual().pools(NAME).usual()).isEqualTo(Pool.of(Source.unbound("default", NAME)));
        assertThat(full().pools(NAME).usual())
                .isEqualTo(
                        new Pool(
                                "news",
                                List.of(
                                        new Pool.Member(
                                                new Source(
                                                        "first",
                                                        v4("192.0.2.10"),
                                                        v6("2001:db8::10"),
                                                        new Domain("out1.example.org"),
                                                        socks("10.0.0.1")),
                                                3),
                                        new Pool.Member(
                                                new Source(
                                                        "second",
                                                        v4("192.0.2.11"),
                                                        v6("2001:db8::11"),
                                                        new Domain("out2.example.org"),
                                                        socks("2001:db8::7")),
                                                1)),
                                true));
    }

    private static Inet4Address v4(String text) throws IOException {
        return (Inet4Address) InetAddress.getByName(text);
    }

    private static Inet6Address v6(String text) throws IOException {
        return (Inet6Address) InetAddress.getByName(text);
    }

    @Test
    void sourcesWithoutPoolsShareAlike() throws Exception {
        var pools =
                read("""
                [server]
                data = "d"
                [source.a]
                ipv4 = "192.0.2.1"
                [source.b]
                ipv4 = "192.0.2.2"
                """)
                        .pools(NAME);

        assertThat(pools.usual().members())
                .extracting(member -> member.source().name() + "=" + member.weight())
                .containsExactly("a=1", "b=1");
    }

    @Test
    void limits() throws Exception {
        assertThat(usual().limits().of("example.com", Set.of(), "gmail", UNKNOWN))
                .isEqualTo(UNKNOWN);

        var full = full().limits();
        assertThat(full.of("other.test", Set.of(), null, UNKNOWN))
                .isEqualTo(limits(20, 200, 20, 20_000));
        assertThat(full.of("google.com", Set.of(), "gmail", UNKNOWN))
                .isEqualTo(limits(10, 100, 10, 10_000));
        assertThat(full.of("example.com", Set.of(), "gmail", UNKNOWN))
                .isEqualTo(limits(1, 2, 3, 4));
    }

    @Test
    void whatIsNotWrittenIsLeftAsTheProfileHasIt() throws Exception {
        var limits =
                read("[server]\ndata = \"d\"\n[limits.provider.gmail]\nconnections = 3").limits();

        assertThat(limits.of("google.com", Set.of(), "gmail", limits(10, 77, 50, 5000)))
                .isEqualTo(limits(3, 77, 50, 5000));
    }

    private static LaneLimits limits(int connections, int messages, int recipients, int hour) {
        return new LaneLimits(
                OptionalInt.of(connections), messages, recipients, OptionalInt.of(hour));
    }

    @Test
    void http() throws Exception {
        var at = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 8025);
        var usual = usual().http();
        assertThat(usual.enabled()).isTrue();
        assertThat(usual.address()).isEmpty();
        assertThat(usual.tokensIn(Path.of("data"))).isEqualTo(Path.of("data/tokens.toml"));
        assertThat(usual.settings(at)).isEqualTo(ApiSettings.at(at));

        var full = full().http();
        assertThat(full.enabled()).isFalse();
        assertThat(full.address()).contains(at);
        assertThat(full.tokensIn(Path.of("data"))).isEqualTo(Path.of("/etc/restante/tokens.toml"));
        assertThat(full.certificate()).contains(Path.of("/etc/restante/http.pem"));
        assertThat(full.key()).contains(Path.of("/etc/restante/http-key.pem"));
        assertThat(full.plain()).isTrue();
        assertThat(full.settings(at))
                .isEqualTo(
                        new ApiSettings(
                                at,
                                Optional.empty(),
                                101,
                                32 << 10,
                                20 << 20,
                                30 << 20,
                                Duration.ofSeconds(12),
                                Duration.ofSeconds(13),
                                Duration.ofSeconds(14),
                                102,
                                103));
    }

    @Test
    void httpInTheClearIsForThisMachine() throws Exception {
        var open = "[http]\naddress = \"0.0.0.0:8080\"\n";
        assertThatThrownBy(() -> read(DATA + open))
                .isInstanceOfSatisfying(
                        BadConfig.class,
                        bad ->
                                assertThat(bad.problems())
                                        .singleElement()
                                        .asString()
                                        .contains(
                                                ":4:1: http.address is reached by other machines",
                                                "plain = true"));
        assertThat(read(DATA + open + "plain = true\n").http().plain()).isTrue();
        assertThat(read(DATA + open + "enabled = false\n").http().enabled()).isFalse();
        assertThat(read(DATA + "[http]\naddress = \"[::1]:8080\"\n").http().address()).isPresent();
    }

    @Test
    void delivery() throws Exception {
        assertThat(usual().delivery().settings()).isEqualTo(DeliverySettings.defaults());
        assertThat(full().delivery().settings())
                .isEqualTo(
                        new DeliverySettings(
                                Duration.ofSeconds(11),
                                Duration.ofSeconds(12),
                                Duration.ofSeconds(13),
                                Duration.ofSeconds(14),
                                Duration.ofSeconds(21),
                                Duration.ofSeconds(22),
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(23),
                                Duration.ofMinutes(18),
                                Duration.ofSeconds(16),
                                Duration.ofSeconds(17)));
    }

    @Test
    void suppression() throws Exception {
        assertThat(usual().suppression().settings()).isEqualTo(SuppressionSettings.defaults());
        assertThat(full().suppression().settings())
                .isEqualTo(
                        new SuppressionSettings(
                                false,
                                Set.of(Cause.MAILBOX_DISABLED),
                                Optional.of(Duration.ofDays(180)),
                                true,
                                Set.of(Origin.UNSUBSCRIBE, Origin.COMPLAINT)));
    }

    @Test
    void log() throws Exception {
        assertThat(usual().log().settings()).isEqualTo(LogSettings.defaults());
        assertThat(full().log().settings())
                .isEqualTo(
                        new LogSettings(
                                LogSettings.Format.JSON,
                                LogSettings.Level.WARN,
                                false,
                                Optional.of(Path.of("/var/log/restante.log"))));
    }

    @Test
    void nextHop() throws Exception {
        assertThat(usual().nextHop()).isEmpty();
        assertThat(full().nextHop().get("192.0.2.1:2525").entry())
                .isEqualTo(new NextHopLogins.Entry(new Login("relayed", "secret"), false));
    }

    @Test
    void haProxy() throws Exception {
        var begin = "[server]\ndata = \"/v\"\n[source.a]\n";
        assertThat(
                        read(begin + "ipv4 = \"192.0.2.1\"\negress = \"haproxy1:10.0.0.1:25\"")
                                .pools(NAME)
                                .usual()
                                .members()
                                .getFirst()
                                .source()
                                .egress())
                .isEqualTo(
                        new Egress.HaProxy(
                                new InetSocketAddress(InetAddress.getByName("10.0.0.1"), 25), 1));
        assertThatThrownBy(() -> read(begin + "egress = \"haproxy:10.0.0.1:25\""))
                .hasMessageContaining("must be told an address");
        assertThatThrownBy(() -> read(begin + "egress = \"http:10.0.0.1:25\""))
                .hasMessageContaining("socks5:10.0.0.1:1080");
    }

    @Test
    void signing() throws Exception {
        assertThat(usual().signing().settings()).isEqualTo(SigningSettings.NONE);
        var shop =
                new SigningDomain(
                        new Domain("example.org"),
                        List.of(new KeyFile(new Selector("s1"), Path.of("/etc/restante/s1.pem"))));
        assertThat(full().signing().settings())
                .isEqualTo(
                        new SigningSettings(
                                List.of(shop), List.of(shop), Optional.of(Duration.ofDays(10))));
    }

    @Test
    void receiverTls() throws Exception {
        assertThat(usual().receiverTls()).isEmpty();
        assertThat(full().receiverTls())
                .isEqualTo(
                        Map.of("example.org", TlsWishes.Wish.VERIFY, "*", TlsWishes.Wish.REQUIRE));
    }

    @Test
    void aDomainThatIsNoneIsToldWithWhatWouldBeRight() {
        assertThatThrownBy(() ->
                        read(
                                "[server]\ndata = \"/v\"\n[signing.domain.\"a..b\"]\n"
                                        + "keys = { \"s 1\" = \"k.pem\" }"))
                .hasMessageContaining("is no domain")
                .hasMessageContaining("is no selector");
    }

    @Test
    void spool() throws Exception {
        assertThat(usual().spool().settings()).isEqualTo(SpoolSettings.defaults());

        var full = full().spool().settings();
        assertThat(full.maxBytes()).isEqualTo(100L << 30);
        assertThat(full.readThreads()).isEqualTo(8);
    }

    @Test
    void journal() throws Exception {
        assertThat(usual().journal().settings()).isEqualTo(JournalSettings.defaults());
        assertThat(full().journal().settings())
                .isEqualTo(
                        new JournalSettings(
                                32L << 20,
                                Duration.ofHours(12),
                                5L << 30,
                                Duration.ofDays(30),
                                Optional.of(Path.of("/etc/restante/recipients.key"))));
    }

    @Test
    void warmup() throws Exception {
        var plan = Plan.automatic();
        var least =
                read(
                        DATA
                                + "[source.a]\n[source.b]\n[pool.p]\nsources = { a = 1, b = 1 }\n"
                                + "[queue]\npool = \"p\"\n[warmup.pool.p]\n[warmup.source.b]\nplan = \"gentle\"");
        var us = Domain.of("us.test").orElseThrow();
        var sources = least.warmup().sources(least.pools(us));
        assertThat(sources.get("a").policy(plan)).isEqualTo(WarmupPolicy.of(plan));
        assertThat(sources.get("b").plan()).isEqualTo("gentle");

        assertThat(full().warmup().plans().get("mine").volumes()).containsExactly(100, 250, 600);
        assertThat(full().warmup().source().get("first").policy(plan))
                .isEqualTo(
                        new WarmupPolicy(
                                plan,
                                Duration.ofHours(8),
                                WhenFull.OVERFLOW,
                                Duration.ofHours(12),
                                WithoutComplaints.ADVANCE,
                                0.04,
                                0.0004));
    }
}

package org.restante.protocol.tlspolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.dns.Answer;
import org.restante.dns.DnsName;
import org.restante.dns.RecordType;
import org.restante.dns.Resolver;
import org.restante.dns.ZoneResolver;
import org.restante.mail.message.Domain;
import org.restante.protocol.tlspolicy.StsFetcher.Fetched;
import org.restante.protocol.tlspolicy.TlsCounts.Detail;
import org.restante.protocol.tlspolicy.TlsCounts.Policy;
import org.restante.protocol.tlspolicy.TlsCounts.PolicyKind;
import org.restante.protocol.tlspolicy.TlsPolicies.MailServer;

final class TlsPoliciesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Domain DOMAIN = new Domain("example.test");
    private static final String HEX = "ab".repeat(32);
    private static final String ZONE =
            """
            _25._tcp.dane.test.     TLSA 3 1 1 %1$s
            _25._tcp.dane.test.     TLSA 0 1 1 %1$s
            _25._tcp.unusable.test. TLSA 1 1 1 %1$s
            _25._tcp.unsigned-tlsa.other. TLSA 3 1 1 %1$s
            _25._tcp.real.test.     TLSA 3 1 1 %1$s
            _25._tcp.by-name.test.  TLSA 2 1 1 %1$s
            _26._tcp.dane.test.     TLSA 3 0 1 %1$s
            ;! failing _25._tcp.broken.test bogus
            ;! signed test
            _mta-sts.example.test.  TXT "v=STSv1; id=1;"
            _mta-sts.two.test.      TXT "v=STSv1; id=1;"
            _mta-sts.two.test.      TXT "v=STSv1; id=2;"
            _mta-sts.noise.test.    TXT "v=STSv1; id=1;"
            _mta-sts.noise.test.    TXT "something else"
            _mta-sts.split.test.    TXT "v=STSv1; " "id=1;"
            _mta-sts.bad.test.      TXT "v=STSv1; id=;"
            """
                    .formatted(HEX);

    private final AtomicLong clock = new AtomicLong();
    private final List<String> fetched = new ArrayList<>();
    private Supplier<Fetched> file = () -> policy("enforce", "mx.example.test", 86400);
    private volatile Resolver dns = zone(ZONE);
    private final StsPolicies sts =
            new StsPolicies(
                    new Resolver() {
                        @Override
                        public <T> Answer<T> ask(
                                RecordType<T> type, DnsName name, Duration patience) {
                            return dns.ask(type, name, patience);
                        }
                    },
                    (domain, _) -> {
                        fetched.add(domain.ascii());
                        return file.get();
                    },
                    new StsPolicies.Bounds(3, Duration.ofDays(1), Duration.ofMinutes(5)),
                    clock::get);

    private static ZoneResolver zone(String text) {
        try {
            return ZoneResolver.parse(text);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Fetched policy(String mode, String host, long age) {
        return new Fetched.File(
                "version: STSv1\nmode: " + mode + "\nmx: " + host + "\nmax_age: " + age + "\n");
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private String found(String domain) {
        return switch (sts.of(new Domain(domain), PATIENCE)) {
            case StsFinding.Found(var policy, var id) -> policy.mode() + " " + id;
            case StsFinding.None _ -> "none";
            case StsFinding.Broken(var result, _) -> result.word();
        };
    }

    private static String told(Demand demand) {
        return switch (demand) {
            case Demand.Plain _ -> "plain";
            case Demand.Opportunistic _ -> "opportunistic";
            case Demand.Encrypted _ -> "encrypted";
            case Demand.Dane(var records, var names, _) -> "dane " + records.size() + " " + names;
            case Demand.Authorities(var host, var enforced, _) ->
                    (enforced ? "enforced " : "testing ") + host;
            case Demand.NotThisHost(var result, _) -> "not this host: " + result.word();
        };
    }

    /// MX validated, host, canonical name, host validated, port; what is asked for. The MTA-STS policy names mx.example.test.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true|dane.test|dane.test|true|25|dane 1 [dane.test, example.test]",
                "true|dane.test|dane.test|true|26|dane 1 [dane.test, example.test]",
                "true|dane.test|dane.test|true|27|not this host: validation-failure",
                "true|alias.test|real.test|true|25|dane 1 [real.test, alias.test, example.test]",
                "true|by-name.test|nowhere.test|true|25|dane 1 [by-name.test, example.test]",
                "true|unusable.test|unusable.test|true|25|encrypted",
                "true|broken.test|broken.test|true|25|not this host: dnssec-invalid",
                "true|broken.test|broken.test|false|25|not this host: validation-failure",
                "false|broken.test|broken.test|true|25|not this host: validation-failure",
                "false|dane.test|dane.test|true|25|not this host: validation-failure",
                "true|dane.test|dane.test|false|25|not this host: validation-failure",
                "true|unsigned-tlsa.other|unsigned-tlsa.other|true|25|not this host: validation-failure",
                "true|mx.example.test|mx.example.test|true|25|enforced mx.example.test",
                "false|mx.example.test|mx.example.test|false|25|enforced mx.example.test",
                "false|MX.Example.test|mx.example.test|false|25|enforced MX.Example.test"
            })
    void daneGoesBeforeMtaSts(
            boolean mxSecure,
            String host,
            String canonical,
            boolean hostSecure,
            int port,
            String told) {
        var policies = new TlsPolicies(new DaneLookup(dns), sts);

        assertThat(
                        told(
                                policies.of(
                                        new MailServer(
                                                DOMAIN,
                                                mxSecure,
                                                host,
                                                canonical,
                                                hostSecure,
                                                port),
                                        PATIENCE)))
                .isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({
        "testing,mx.example.test,testing mx.example.test",
        "testing,other.test,testing mx.example.test",
        "none,mx.example.test,opportunistic",
        "enforce,*.example.test,enforced mx.example.test",
        "enforce,*.test,not this host: validation-failure"
    })
    void theModeSaysWhatIsEnforced(String mode, String named, String told) {
        file = () -> policy(mode, named, 86400);
        var policies = new TlsPolicies(new DaneLookup(dns), sts);
        var server = new MailServer(DOMAIN, false, "mx.example.test", "mx.example.test", false, 25);

        assertThat(told(policies.of(server, PATIENCE))).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({
        "example.test,ENFORCE 1",
        "two.test,none",
        "noise.test,ENFORCE 1",
        "split.test,ENFORCE 1",
        "bad.test,none",
        "gone.test,none"
    })
    void aDomainHasAPolicyWhenItHasOneRecord(String domain, String found) {
        assertThat(found(domain)).isEqualTo(found);
    }

    @Test
    void aPolicyIsFetchedOnceAndAnewWhenItsIdChangesOrADayHasPassed() {
        found("example.test");
        pass(Duration.ofHours(11));
        assertThat(found("example.test")).isEqualTo("ENFORCE 1");
        assertThat(fetched).hasSize(1);

        dns = zone("_mta-sts.example.test. TXT \"v=STSv1; id=2;\"\n");
        assertThat(found("example.test")).isEqualTo("ENFORCE 2");
        assertThat(fetched).hasSize(2);

        pass(Duration.ofHours(12));
        assertThat(found("example.test")).isEqualTo("ENFORCE 2");
        assertThat(fetched).as("half of its max_age").hasSize(3);
    }

    @Test
    void whatWasPromisedHoldsAgainstWhoeverDisturbsTheDnsOrTheWeb() {
        file = () -> policy("enforce", "mx.example.test", 7 * 86400);
        found("example.test");
        dns = zone("other.test. A 192.0.2.1\n");
        assertThat(found("example.test")).as("the record is gone").isEqualTo("ENFORCE 1");
        dns = zone(";! failing example.test\n");
        assertThat(found("example.test")).as("the DNS fails").isEqualTo("ENFORCE 1");

        dns = zone("_mta-sts.example.test. TXT \"v=STSv1; id=2;\"\n");
        file = () -> new Fetched.Failed("connection refused");
        assertThat(found("example.test")).as("the web server fails").isEqualTo("ENFORCE 1");
        file = () -> new Fetched.File("garbage");
        pass(Duration.ofMinutes(6));
        assertThat(found("example.test")).as("the file is broken").isEqualTo("ENFORCE 1");

        pass(Duration.ofDays(7));
        assertThat(found("example.test")).as("its time is over").isEqualTo("sts-policy-invalid");
    }

    @Test
    void aFailedFetchIsTriedAgainAfterFiveMinutes() {
        file = () -> new Fetched.Failed("timeout");
        assertThat(found("example.test")).isEqualTo("sts-policy-fetch-error");
        pass(Duration.ofSeconds(299));
        assertThat(found("example.test")).isEqualTo("sts-policy-fetch-error");
        assertThat(fetched).hasSize(1);

        pass(Duration.ofSeconds(1));
        file = () -> policy("enforce", "mx.example.test", 86400);
        assertThat(found("example.test")).isEqualTo("ENFORCE 1");
        assertThat(fetched).hasSize(2);
    }

    @Test
    void policiesKeptAreBoundedAndCanBeRestored() {
        for (var domain : List.of("example.test", "noise.test", "split.test")) {
            found(domain);
        }
        sts.restore(
                new StsPolicies.Had(
                        new Domain("kept.test"),
                        new StsPolicy(
                                StsPolicy.Mode.ENFORCE, List.of("a.test"), Duration.ofDays(9)),
                        "7",
                        Duration.ofDays(3)));
        assertThat(found("kept.test")).isEqualTo("ENFORCE 7");
        assertThat(found("example.test")).isEqualTo("ENFORCE 1");
        assertThat(fetched).as("the least used one was forgotten and fetched again").hasSize(4);
    }

    @Test
    void sessionsAreCountedForTheReportOfTheDay() {
        var counts = new TlsCounts(2, 2);
        var dane = new Policy(PolicyKind.TLSA, "dane.test");
        var expired =
                new Detail(
                        TlsResult.CERTIFICATE_EXPIRED, "192.0.2.1", "dane.test", "192.0.2.2", null);
        var mismatch =
                new Detail(
                        TlsResult.CERTIFICATE_HOST_MISMATCH,
                        "192.0.2.1",
                        "dane.test",
                        "192.0.2.2",
                        null);
        var plain = new Detail(TlsResult.STARTTLS_NOT_SUPPORTED, null, null, null, null);
        counts.success(dane);
        counts.success(dane);
        counts.failure(dane, expired);
        counts.failure(dane, expired);
        counts.failure(dane, mismatch);
        counts.failure(dane, plain);
        counts.success(new Policy(PolicyKind.NO_POLICY_FOUND, "other.test"));
        counts.success(new Policy(PolicyKind.STS, "third.test"));

        assertThat(counts.uncounted()).isEqualTo(1);
        assertThat(counts.drain())
                .containsExactly(
                        new TlsCounts.Tally(
                                dane, 2, 4, java.util.Map.of(expired, 2L, mismatch, 1L)),
                        new TlsCounts.Tally(
                                new Policy(PolicyKind.NO_POLICY_FOUND, "other.test"),
                                1,
                                0,
                                java.util.Map.of()));
        assertThat(counts.drain()).isEmpty();
        assertThat(TlsResult.STS_WEBPKI_INVALID.word()).isEqualTo("sts-webpki-invalid");
        assertThat(PolicyKind.NO_POLICY_FOUND.word()).isEqualTo("no-policy-found");
    }
}

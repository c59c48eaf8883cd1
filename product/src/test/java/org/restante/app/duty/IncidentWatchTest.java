package org.restante.app.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.app.identity.DnsChange;
import org.restante.app.knowledge.Knowledge;
import org.restante.insight.casefile.CaseFacts;
import org.restante.insight.incident.Diagnosis;
import org.restante.insight.incident.Dimension;
import org.restante.insight.incident.Evidence;
import org.restante.insight.incident.IncidentChange;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.mail.smtp.Stage;

/// What our own events tell beside plain refusals.
final class IncidentWatchTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final IncidentWatch watch = new IncidentWatch(Knowledge.shipped());
    private final List<IncidentChange> told = new ArrayList<>();
    private int made;

    private Event.Builder event(Instant at, EventType type, @Nullable String site) {
        made++;
        return Event.of(
                        new UUID(at.toEpochMilli() << 16 | 0x7000, 1L << 63 | made),
                        at,
                        type,
                        "restante")
                .site(site);
    }

    private Event.Builder attempt(Instant at, EventType type, String site, String host) {
        return event(at, type, site)
                .queueId(new UUID(7, made).toString())
                .recipient("r" + made + "@" + site)
                .recipientDomain(site)
                .stream("news")
                .mxHost(host)
                .source("mta1")
                .sessionId("s" + made)
                .number(1)
                .delayMs(1_000L);
    }

    private void usual(Instant at) {
        for (int i = 0; i < 8; i++) {
            watch.take(
                    attempt(at, EventType.DELIVERED, "firm" + i + ".example", "mx1.example")
                            .build());
        }
    }

    private void minutes(int from, int until, java.util.function.Consumer<Instant> each) {
        for (int minute = from; minute < until; minute++) {
            var at = NOON.plus(Duration.ofMinutes(minute));
            usual(at);
            each.accept(at);
            told.addAll(watch.passed(at.plusSeconds(59)));
        }
    }

    private Event greylisted(Instant at, int number, Duration waited) {
        return attempt(at, EventType.DEFERRED, "firm1.example", "mx1.example")
                .stage(Stage.RCPT)
                .code(451)
                .text("4.7.1 Greylisted, come back later")
                .cause("greylist")
                .number(number)
                .delayMs(waited.toMillis())
                .build();
    }

    @Test
    void whoIsPutOffAtFirstAndTakenLaterHasComeToNoHarm() {
        minutes(0, 120, _ -> {});
        minutes(
                120,
                240,
                at -> {
                    for (int i = 0; i < 5; i++) {
                        watch.take(greylisted(at, 1, Duration.ofSeconds(1)));
                        watch.take(
                                attempt(at, EventType.DELIVERED, "firm1.example", "mx1.example")
                                        .number(2)
                                        .build());
                    }
                });

        assertThat(told).isEmpty();
    }

    @Test
    void anAttemptThatNamesNeitherSiteNorDomainIsPassedOver() {
        var lost =
                event(NOON, EventType.DEFERRED, null)
                        .stage(Stage.RCPT)
                        .code(451)
                        .text("4.3.0 Busy");

        watch.take(lost.build());

        assertThat(watch.incidents()).isEmpty();
    }

    @Test
    void greylistingThatNeverEndsHoldsMailUp() {
        minutes(0, 120, _ -> {});
        minutes(
                120,
                180,
                at -> {
                    for (int i = 0; i < 5; i++) {
                        watch.take(greylisted(at, 4, Duration.ofMinutes(45)));
                    }
                });

        assertThat(told)
                .extracting(it -> it.incident().diagnosis())
                .contains(Diagnosis.GREYLISTING);
    }

    @Test
    void aHostThatCannotBeSpokenWithIsToldWithWhatItSaid() {
        minutes(0, 60, _ -> {});
        watch.take(
                event(NOON.plus(Duration.ofHours(1)), EventType.ACTION, "firm1.example")
                        .act("set aside host mx2.example[192.0.2.2]")
                        .actor("restante")
                        .reason(
                                "mx2.example[192.0.2.2] said at greeting: 421 4.3.0 Local system error; one connection tries it in 60 s and from then on at longer intervals; meanwhile mail goes to other hosts of firm1.example, where one answers")
                        .build());
        minutes(60, 70, _ -> {});

        assertThat(told).hasSize(1);
        var incident = told.getFirst().incident();
        assertThat(incident.scope().mxHost()).isEqualTo("mx2.example");
        assertThat(incident.diagnosis()).isEqualTo(Diagnosis.HOST_BAD);
        assertThat(watch.replies(incident)).containsExactly("421 4.3.0 Local system error");
    }

    private void deadAddresses(Instant at) {
        for (int i = 0; i < 5; i++) {
            watch.take(
                    attempt(at, EventType.BOUNCED, "firm1.example", "mx1.example")
                            .stage(Stage.RCPT)
                            .code(550)
                            .text("5.1.1 No such user")
                            .cause("no-such-user")
                            .build());
        }
    }

    private void deadAddressesInTheLastMinute(boolean isBraked) {
        minutes(0, 60, _ -> {});
        var at = NOON.plus(Duration.ofHours(1));
        usual(at);
        deadAddresses(at);
        if (isBraked) {
            watch.take(
                    event(at, EventType.ACTION, "firm1.example")
                            .act("stop client shop until 2026-11-29T14:00:00Z")
                            .actor("bounce brake")
                            .reason("20 of its last 100 recipients were unknown")
                            .build());
        }
        told.addAll(watch.passed(at.plusSeconds(85)));
    }

    @Test
    void deadAddressesForAMinuteAreNotTold() {
        deadAddressesInTheLastMinute(false);

        assertThat(told).isEmpty();
    }

    @Test
    void deadAddressesAreToldWhenTheirSenderWasStoppedForThem() {
        deadAddressesInTheLastMinute(true);

        assertThat(told).hasSize(1);
        assertThat(told.getFirst().incident().diagnosis()).isEqualTo(Diagnosis.BAD_LIST);
    }

    private Event refusedForGood(Instant at, String scope) {
        return attempt(at, EventType.BOUNCED, "firm1.example", "mx1.example")
                .source("mta2")
                .stage(Stage.MAIL)
                .code(550)
                .text("5.7.1 on our block list")
                .cause("blocklist")
                .scope(scope)
                .build();
    }

    /// It closes the lane, so that few more refusals follow; what a stream of ours is refused for leaves the lane open.
    @ParameterizedTest
    @CsvSource({"source, 1", "receiver, 1", "stream, 0"})
    void aBlockForGoodOfOurAddressIsToldOfFewRefusals(String scope, int incidents) {
        minutes(
                0,
                90,
                at ->
                        watch.take(
                                attempt(at, EventType.DELIVERED, "firm1.example", "mx1.example")
                                        .source("mta2")
                                        .build()));
        minutes(
                90,
                100,
                at -> {
                    if (at.equals(NOON.plus(Duration.ofMinutes(90)))
                            || at.equals(NOON.plus(Duration.ofMinutes(92)))) {
                        watch.take(refusedForGood(at, scope));
                    }
                });

        assertThat(told).hasSize(incidents);
        assertThat(told)
                .allSatisfy(it -> assertThat(it.incident().scope().source()).isEqualTo("mta2"));
    }

    private Event dnsChange(Instant at, String of) {
        return event(at, EventType.ACTION, "any.example")
                .site(null)
                .act(DnsChange.ACT + of)
                .actor("restante")
                .reason("now b; before a")
                .build();
    }

    @Test
    void whatTheDnsSaysAnewLiesOnTheTimelineOfWhomItConcerns() {
        minutes(0, 90, _ -> {});
        var before = NOON.plus(Duration.ofMinutes(89));
        watch.take(dnsChange(before, "MX of firm1.example"));
        watch.take(dnsChange(before, "MX of firm2.example"));
        watch.take(dnsChange(before, "MX of nobody.example"));
        watch.take(dnsChange(before, "PTR of 198.51.100.2"));
        minutes(
                90,
                110,
                at -> {
                    for (int i = 0; i < 20; i++) {
                        watch.take(
                                attempt(at, EventType.DEFERRED, "firm1.example", "mx1.example")
                                        .stage(Stage.RCPT)
                                        .code(421)
                                        .text("4.7.0 too much mail from your address 198.51.100.2")
                                        .cause("rate")
                                        .build());
                    }
                });

        var one = told.getFirst().incident();
        assertThat(watch.facts(one).named())
                .containsExactly(new CaseFacts.Named("198.51.100.2", 0));
        assertThat(one.scope().receiver()).isEqualTo("firm1.example");
        assertThat(watch.facts(one).changes())
                .extracting(CaseFacts.Change::what)
                .containsExactly("DNS change: PTR of 198.51.100.2: now b; before a");
        assertThat(watch.facts(one).receiverChanges())
                .extracting(CaseFacts.Change::what)
                .containsExactly("DNS change: MX of firm1.example: now b; before a");
    }

    @Test
    void ourNoticesToSendersWhoDoNotExistAreNoListOfCustomers() {
        minutes(0, 120, _ -> {});
        minutes(120, 180, at -> refused(at, "(notices)"));

        assertThat(told).isEmpty();

        minutes(180, 240, at -> refused(at, "news"));

        assertThat(told).extracting(it -> it.incident().diagnosis()).contains(Diagnosis.BAD_LIST);
    }

    @Test
    void oneCustomerWhoseSignatureFailsIsNamedAndNotTheStreamThatAllShare() {
        minutes(0, 120, at -> customers(at, ""));
        minutes(120, 150, at -> customers(at, "customer2.example"));

        assertThat(told).isNotEmpty();
        var incident = told.getLast().incident();
        assertThat(incident.scope().sender()).isEqualTo("customer2.example");
        assertThat(incident.scope().stream()).isNull();
        assertThat(incident.diagnosis()).isEqualTo(Diagnosis.AUTHENTICATION_BROKEN);
        assertThat(incident.evidence())
                .filteredOn(Evidence.CleanSibling.class::isInstance)
                .extracting(it -> ((Evidence.CleanSibling) it).dimension())
                .contains(Dimension.SENDER);
    }

    @Test
    void theCaseOfOneCustomerTellsNothingOfAnothersRefusals() {
        minutes(0, 120, at -> customers(at, ""));
        minutes(
                120,
                150,
                at -> {
                    if (at.equals(NOON.plus(Duration.ofMinutes(120)))) {
                        watch.take(broken(at, "customer5.example").queueId("OTHER").build());
                    }
                    customers(at, "customer2.example");
                });

        var incident = told.getLast().incident();
        assertThat(incident.scope().sender()).isEqualTo("customer2.example");
        assertThat(watch.facts(incident).queueIds()).isNotEmpty().doesNotContain("OTHER");
    }

    private Event.Builder broken(Instant at, String sender) {
        return attempt(at, EventType.BOUNCED, "firm1.example", "mx1.example")
                .fromDomain(sender)
                .stage(Stage.CONTENT)
                .code(550)
                .status("5.7.26")
                .text("5.7.26 This message fails DMARC")
                .cause("auth");
    }

    private void customers(Instant at, String refused) {
        for (int customer = 0; customer < 6; customer++) {
            var domain = "customer" + customer + ".example";
            for (int i = 0; i < 4; i++) {
                boolean isRefused = domain.equals(refused);
                var type = isRefused ? EventType.BOUNCED : EventType.DELIVERED;
                var attempt =
                        attempt(at, type, "firm" + i + ".example", "mx1.example")
                                .fromDomain(domain);
                if (isRefused) {
                    attempt.stage(Stage.CONTENT)
                            .code(550)
                            .status("5.7.26")
                            .text("5.7.26 This message fails DMARC")
                            .cause("auth");
                }
                watch.take(attempt.build());
            }
        }
    }

    private void refused(Instant at, String stream) {
        for (int i = 0; i < 10; i++) {
            watch.take(
                    attempt(at, EventType.BOUNCED, "gone.example", "mx1.example").stream(stream)
                            .stage(Stage.RCPT)
                            .code(550)
                            .status("5.1.1")
                            .text("5.1.1 No such user")
                            .cause("no-such-user")
                            .build());
        }
    }
}

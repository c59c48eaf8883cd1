package org.restante.app.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.restante.app.hooks.HookSettings.Kind;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import tools.jackson.databind.json.JsonMapper;

final class PayloadTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Event deferred(String text) {
        return Event.of(new UUID(0x7000, 1L << 63), NOON, EventType.DEFERRED, "restante")
                .recipient("bob@example.org")
                .code(421)
                .text(text)
                .build();
    }

    private static String slack(String text) {
        var event = deferred(text);
        return Payload.of(Kind.SLACK, HookEvent.DEFERRED, event, EventJson.write(event));
    }

    @Test
    void aStandardPayloadIsTheEventAsItIsOnRecord() {
        var event = deferred("busy \"now\"");
        var body =
                JSON.readTree(
                        Payload.of(
                                Kind.STANDARD, HookEvent.DEFERRED, event, EventJson.write(event)));

        assertThat(body.path("type").asString()).isEqualTo("deferred");
        assertThat(body.path("timestamp").asString()).isEqualTo(NOON.toString());
        assertThat(body.path("data")).isEqualTo(JSON.readTree(EventJson.write(event)));
    }

    @Test
    void whatReceiversSayCannotCallAChannelOrHideALinkInSlack() {
        var text =
                JSON.readTree(slack("<!channel> <https://evil.test|click> & more"))
                        .path("text")
                        .asString();

        assertThat(text)
                .contains("&lt;!channel&gt; &lt;https://evil.test|click&gt; &amp; more")
                .doesNotContain("<", ">");
    }

    @Test
    void whatReceiversSayIsNoMarkdownAndCallsNobodyInMattermostAndRocketChat() {
        var text =
                JSON.readTree(
                                slack(
                                        "@channel [click](https://evil.test) ![x](y) *a* _b_ ~c~ `d` #e"))
                        .path("text")
                        .asString();

        assertThat(text)
                .contains(
                        "@\u200bchannel \\[click\\]\u200b(https://evil.test) !\\[x\\]\u200b(y)"
                                + " \\*a\\* \\_b\\_ \\~c\\~ \\`d\\` \\#e");
        assertThat(Payload.withoutMarkup("\\*a")).isEqualTo("\\\\\\*a");
    }

    @Test
    void linksAndWordsStayAsTheyAre() {
        var words = "mx_1 said (throttle): https://console.test/incidents/a_b-c";
        assertThat(Payload.withoutMarkup(words)).isEqualTo(words);
    }

    @Test
    void whatSlackShowsIsPlainText() {
        var shown = JSON.readTree(slack("*a*")).path("blocks").path(0).path("text");

        assertThat(shown.path("type").asString()).isEqualTo("plain_text");
        assertThat(shown.path("text").asString()).contains("*a*");
    }

    @Test
    void aSectionOfSlackIsNeverTooLong() {
        var body = JSON.readTree(slack("&😀".repeat(5_000)));

        assertThat(body.path("blocks").path(0).path("text").path("text").asString())
                .hasSizeLessThan(3_000)
                .endsWith("…");
        assertThat(body.path("blocks").path(0).path("type").asString()).isEqualTo("section");
    }

    @Test
    void incidentsAreToldByWhatHappenedToThem() {
        assertThat(of("reopened")).contains(HookEvent.INCIDENT_OPENED);
        assertThat(of("suggested")).contains(HookEvent.INCIDENT_ACTED);
        assertThat(of("muted")).contains(HookEvent.INCIDENT_WORKED);
        assertThat(of("told")).isEmpty();
        assertThat(of("closed")).contains(HookEvent.INCIDENT_CLOSED);
    }

    private static java.util.Optional<HookEvent> of(String act) {
        return HookEvent.of(
                Event.of(new UUID(0x7000, 1L << 63), NOON, EventType.INCIDENT, "restante")
                        .act(act)
                        .build());
    }

    @Test
    void aSecretIsWhsecAndABase64OfTwentyFourToSixtyFourOctets() {
        assertThat(HookSecret.of("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3")).isPresent();
        assertThat(HookSecret.of("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3")).isEmpty();
        assertThat(HookSecret.of("whsec_MDEy")).isEmpty();
        assertThat(HookSecret.of("whsec_not base64!")).isEmpty();
        assertThat(HookSecret.of("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"))
                .hasValueSatisfying(it -> assertThat(it.toString()).isEqualTo("whsec_…"));
    }

    /// The example of the Standard Webhooks specification's reference libraries.
    @Test
    void theSignatureIsThatOfTheStandard() {
        var secret = HookSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();

        assertThat(
                        secret.sign(
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                1614265330,
                                "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}

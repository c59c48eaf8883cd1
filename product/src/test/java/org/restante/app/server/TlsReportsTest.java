package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.protocol.tlspolicy.TlsCounts.Detail;
import org.restante.protocol.tlspolicy.TlsCounts.Policy;
import org.restante.protocol.tlspolicy.TlsCounts.PolicyKind;
import org.restante.protocol.tlspolicy.TlsResult;

final class TlsReportsTest {
    private static final Policy STS = new Policy(PolicyKind.STS, "shop.test");
    private static final Detail WRONG_NAME =
            new Detail(
                    TlsResult.CERTIFICATE_HOST_MISMATCH,
                    "192.0.2.1",
                    "mx.shop.test",
                    "192.0.2.25",
                    "the certificate is for [mx.other.test]");

    @TempDir private Path folder;
    private Instant now = Instant.parse("2026-11-28T12:00:00Z");

    private TlsReports reports() {
        return new TlsReports(folder, () -> now);
    }

    @Test
    void aRestartGoesOnCounting() throws Exception {
        try (var before = reports()) {
            before.counts().success(STS);
            before.counts().failure(STS, WRONG_NAME);
        }
        try (var after = reports()) {
            after.counts().failure(STS, WRONG_NAME);
        }

        assertThat(Files.readString(folder.resolve("2026-11-28.json")))
                .isEqualToIgnoringWhitespace(
                        """
                        {"day": "2026-11-28", "policies": [{
                          "policy": {"policy-type": "sts", "policy-domain": "shop.test"},
                          "summary": {"total-successful-session-count": 1,
                                      "total-failure-session-count": 2},
                          "failure-details": [{
                            "result-type": "certificate-host-mismatch",
                            "sending-mta-ip": "192.0.2.1",
                            "receiving-mx-hostname": "mx.shop.test",
                            "receiving-ip": "192.0.2.25",
                            "failed-session-count": 2,
                            "failure-reason-code": "the certificate is for [mx.other.test]"}]}]}
                        """);
    }

    @Test
    void eachDayHasItsFileAndOldOnesGo() throws Exception {
        try (var reports = reports()) {
            reports.counts().success(STS);
            now = now.plus(Duration.ofDays(1));
            reports.write();
            reports.counts().success(STS);
            reports.write();
            assertThat(folder.resolve("2026-11-28.json")).exists();
            assertThat(TlsReportFile.read(folder.resolve("2026-11-29.json")))
                    .singleElement()
                    .satisfies(tally -> assertThat(tally.successes()).isEqualTo(1));
            now = now.plus(Duration.ofDays(31));
            reports.write();
        }

        assertThat(folder.resolve("2026-11-28.json")).doesNotExist();
    }

    @Test
    void aFileThatIsNoneCostsTheDayAndNotTheServer() throws Exception {
        Files.writeString(folder.resolve("2026-11-28.json"), "{\"policies\":[{}");
        try (var reports = reports()) {
            assertThat(reports.counts().soFar()).isEmpty();
        }
    }
}

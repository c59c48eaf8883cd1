package org.restante.protocol.tlspolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.protocol.tlspolicy.StsPolicy.Mode;

final class StsPolicyTest {
    @ParameterizedTest
    @CsvSource({
        "v=STSv1; id=20160831085700Z;,20160831085700Z",
        "v=STSv1;id=1,1",
        "v=STSv1 ; id=1 ;,1",
        "v=STSv1; id=1; id=2,1",
        "v=STSv1; ext=2; id=1,1",
        "v=STSv1; id=1; ,1"
    })
    void aRecordHasAnId(String text, String id) {
        assertThat(StsRecord.parse(text)).hasValue(new StsRecord(id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=STSv1",
                "v=STSv1;",
                "v=stsv1; id=1",
                "id=1; v=STSv1",
                "v=STSv1; id=a-b",
                "v=STSv1; id =1",
                "v=STSv2; id=1",
                " v=STSv1; id=1",
                "v=STSv1;; id=1",
                "v=STSv1; id=1; x",
                "v=STSv1; id=\u00e9",
                "v=STSv1; id=123456789012345678901234567890123"
            })
    void whatIsNoRecordIsNone(String text) {
        assertThat(StsRecord.parse(text)).isEmpty();
    }

    @Test
    void aPolicyIsRead() {
        assertThat(
                        StsPolicy.parse(
                                "version: STSv1\r\nmode: enforce\r\nmx: Mail.Example.com\r\nmx: *.example.NET\r\nmax_age: 604800\r\n"))
                .hasValue(
                        new StsPolicy(
                                Mode.ENFORCE,
                                List.of("mail.example.com", "*.example.net"),
                                Duration.ofDays(7)));
        assertThat(StsPolicy.parse("max_age: 1\nmode: none\nversion: STSv1"))
                .hasValue(new StsPolicy(Mode.NONE, List.of(), Duration.ofSeconds(1)));
        assertThat(
                        StsPolicy.parse(
                                "version: STSv1\nmode: testing\nmode: enforce\nmax_age: 5\nmax_age: 6\nmx: a.test\nnote: a b\n\n"))
                .as("the first of each counts, unknown keys and blank lines do not")
                .hasValue(new StsPolicy(Mode.TESTING, List.of("a.test"), Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "version: STSv1\nmode: enforce\nmax_age: 86400",
                "version: STSv1\nmode: enforce\nmx: a.test",
                "version: STSv1\nmx: a.test\nmax_age: 1",
                "mode: enforce\nmx: a.test\nmax_age: 1",
                "version: STSv2\nmode: enforce\nmx: a.test\nmax_age: 1",
                "version: STSv1\nmode: Enforce\nmx: a.test\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: a.test\nmax_age: -1",
                "version: STSv1\nmode: enforce\nmx: a.test\nmax_age: 31557601",
                "version: STSv1\nmode: enforce\nmx: a.test\nmax_age: 99999999999",
                "version: STSv1\nmode: enforce\nmx: *\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: a.*.test\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: mx*.test\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: a..test\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx:\nmax_age: 1",
                "<html><body>not found</body></html>"
            })
    void whatIsNoPolicyIsNone(String file) {
        assertThat(StsPolicy.parse(file)).isEmpty();
    }

    @Test
    void aPolicyIsBounded() {
        var head = "version: STSv1\nmode: enforce\nmax_age: 1\n";

        assertThat(StsPolicy.parse(head + "mx: a.test\n".repeat(1000))).isPresent();
        assertThat(StsPolicy.parse(head + "mx: a.test\n".repeat(1001))).isEmpty();
        assertThat(StsPolicy.parse(head + "mx: a.test\nx: " + "y".repeat(64 * 1024))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mail.example.com,true",
        "MAIL.example.com,true",
        "a.example.net,true",
        "a.b.example.net,false",
        "example.net,false",
        ".example.net,false",
        "xmail.example.com,false",
        "mail.example.com.evil.test,false"
    })
    void hostsAreNamedExactlyOrByOneLabel(String host, boolean named) {
        var policy =
                new StsPolicy(
                        Mode.ENFORCE,
                        List.of("mail.example.com", "*.example.net"),
                        Duration.ofDays(1));

        assertThat(policy.names(host)).isEqualTo(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=TLSRPTv1; rua=mailto:tls@example.com|[mailto:tls@example.com]",
                "v=TLSRPTv1;rua=mailto:a@b.test,https://c.test/x?y=1;|[mailto:a@b.test, https://c.test/x?y=1]",
                "v=TLSRPTv1; rua=mailto:a@b.test , https://c.test|[mailto:a@b.test, https://c.test]"
            })
    void reportsAreWantedAtAddresses(String text, String addresses) {
        assertThat(ReportRecord.parse(text))
                .hasValueSatisfying(r -> assertThat(r.addresses()).hasToString(addresses));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=TLSRPTv1",
                "v=TLSRPTv1; rua=",
                "v=TLSRPTv1; rua=ftp://a.test",
                "v=TLSRPTv1; rua=a@b.test",
                "v=TLSRPTv1; rua=mailto:a@b.test,",
                "v=TLSRPTv2; rua=mailto:a@b.test",
                "v=TLSRPTv1; rua=https://a.test/%"
            })
    void whatAsksForNoReportIsNone(String text) {
        assertThat(ReportRecord.parse(text)).isEmpty();
    }
}

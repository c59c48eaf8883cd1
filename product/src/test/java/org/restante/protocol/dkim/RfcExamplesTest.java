package org.restante.protocol.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// The examples of RFC 6376 appendix A and RFC 8463 appendix A.
final class RfcExamplesTest {
    private static final String RSA =
            "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYt"
                    + "IxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhi"
                    + "tdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";
    private static final String LETTER =
            """
            From: Joe SixPack <joe@football.example.com>
            To: Suzie Q <suzie@shopping.example.net>
            Subject: Is dinner ready?
            Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
            Message-ID: <20030712040037.46341.5F8J@football.example.com>

            Hi.

            We lost the game. Are you hungry yet?

            Joe.
            """;
    private static final String SIGNATURE_6376 =
            """
            DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=example.com;
                  c=simple/simple; q=dns/txt; i=joe@football.example.com;
                  h=Received : From : To : Subject : Date : Message-ID;
                  bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
                  b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB
                    4nujc7YopdG5dWLSdNg6xNAZpOPr+kHxt1IrE+NahM6L/LbvaHut
                    KVdkLLkpVaVVQPzeRDI009SO2Il5Lu7rDNH6mZckBdrIx0orEtZV
                    4bmp/YzhwvcubU4=;
            Received: from client1.football.example.com  [192.0.2.1]
                  by submitserver.example.com with SUBMISSION;
                  Fri, 11 Jul 2003 21:01:54 -0700 (PDT)
            """;
    private static final String ED25519 =
            "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    private static final String RSA_8463 =
            "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhd"
                    + "R6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5"
                    + "QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB";
    private static final String SIGNATURES_8463 =
            """
            DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=brisbane; t=1528637909; h=from : to :
             subject : date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
             Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=test; t=1528637909; h=from : to : subject :
             date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
             DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
             dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
            """;

    private static Verifier verifier(String... namesAndKeys) {
        return new Verifier(
                new Letters.Table(
                        namesAndKeys.length == 2
                                ? Map.of(namesAndKeys[0], namesAndKeys[1])
                                : Map.of(
                                        namesAndKeys[0],
                                        namesAndKeys[1],
                                        namesAndKeys[2],
                                        namesAndKeys[3])),
                KeyPolicy.TODAY);
    }

    @Test
    void theSignedLetterOfRfc6376() {
        var checks =
                verifier("brisbane._domainkey.example.com", RSA)
                        .verify(Letters.letter(SIGNATURE_6376 + LETTER), Letters.NOON);
        assertThat(checks)
                .singleElement()
                .satisfies(check -> assertThat(check.signature()).isPresent());
        assertThat(checks.getFirst().signature().orElseThrow().identity())
                .isEqualTo("joe@football.example.com");
        assertThat(Letters.words(checks)).containsExactly("pass");
    }

    @Test
    void theLetterOfRfc8463WithBothSignatures() {
        var keys =
                new String[] {
                    "brisbane._domainkey.football.example.com",
                    ED25519,
                    "test._domainkey.football.example.com",
                    RSA_8463
                };
        var letter = Letters.letter(SIGNATURES_8463 + LETTER);
        assertThat(Letters.words(verifier(keys).verify(letter, Letters.NOON)))
                .containsExactly("pass", "pass");
        var changed = Letters.letter(SIGNATURES_8463 + LETTER.replace("dinner", "lunch"));
        assertThat(Letters.words(verifier(keys).verify(changed, Letters.NOON)))
                .containsExactly("fail", "fail");
    }

    /// RFC 8032 §7.1, test 1, the seed RFC 8463 uses: its public half is the one published there.
    @Test
    void theSeedOfRfc8463HasThePublishedHalf() throws KeyText.Unusable {
        var seed =
                java.util.Base64.getDecoder()
                        .decode("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=");
        assertThat(SigningKey.ed25519(seed).record().text()).isEqualTo(ED25519);
    }
}

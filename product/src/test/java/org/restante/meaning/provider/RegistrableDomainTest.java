package org.restante.meaning.provider;

import static org.assertj.core.api.Assertions.assertThat;

import crawlercommons.domains.EffectiveTldFinder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What of a host's name somebody registered, against the words of publicsuffix.org and against crawler-commons for the whole list.
class RegistrableDomainTest {
    @ParameterizedTest
    @CsvSource({
        "mx1.example.com, example.com",
        "mx.mail.example.co.uk, example.co.uk",
        "example.com, example.com",
        "mx.a.b.kobe.jp, a.b.kobe.jp",
        "mx.city.kobe.jp, city.kobe.jp",
        "mx.www.ck, www.ck",
        "a.b.c.ck, b.c.ck",
        "mx1.corp7.example.test, example.test",
        "user.github.io, github.io",
        "com, com",
        "localhost, localhost",
        "192.0.2.1, 192.0.2.1",
        "2001:db8::1, 2001:db8::1",
        "mx.例え.公司.cn, 例え.公司.cn",
        "mx.xn--55qx5d.cn, mx.xn--55qx5d.cn"
    })
    void isTheNameBelowThePublicSuffix(String host, String registered) {
        assertThat(RegistrableDomain.of(host)).isEqualTo(registered);
    }

    @Test
    void isWhatTheLibrarySaysForEveryRuleOfTheList() throws IOException {
        var differing = new ArrayList<String>();
        for (var rule : rules()) {
            var name = rule.replace("*", "star").replace("!", "");
            for (var host : List.of(name, "mx." + name, "a.mx." + name, "a.b.mx." + name)) {
                var said = EffectiveTldFinder.getAssignedDomain(host, true, true);
                if (said != null && !said.isEmpty() && !said.equals(RegistrableDomain.of(host))) {
                    differing.add(host + ": " + said + ", not " + RegistrableDomain.of(host));
                }
            }
        }

        assertThat(differing).isEmpty();
    }

    private static List<String> rules() throws IOException {
        try (var in = EffectiveTldFinder.class.getResourceAsStream("/effective_tld_names.dat")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("//"))
                    .toList();
        }
    }
}

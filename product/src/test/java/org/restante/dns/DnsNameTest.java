package org.restante.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.mail.message.Domain;

final class DnsNameTest {
    @ParameterizedTest
    @CsvSource({
        "MX.Example.ORG.,mx.example.org",
        "mx.example.org,mx.example.org",
        "_25._tcp.mx.example,_25._tcp.mx.example",
        "'a b.example',a\\032b.example",
        "a\\.b.example,a\\.b.example",
        "a\\000b.example,a\\000b.example",
        "\\255.example,\\255.example",
        "*.example,*.example",
        "192.0.2.1,192.0.2.1",
        ".,''",
        "'',''"
    })
    void namesAreKeptInOneForm(String text, String form) {
        assertThat(DnsName.of(text))
                .hasValueSatisfying(name -> assertThat(name.text()).isEqualTo(form));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b", "..", ".a", "a\\999", "a\\"})
    void whatIsNoNameIsNone(String text) {
        assertThat(DnsName.of(text)).isEmpty();
    }

    @Test
    void aLabelHas63OctetsAtMostAndANameAbout253() {
        assertThat(DnsName.of("a".repeat(63) + ".example")).isPresent();
        assertThat(DnsName.of("a".repeat(64) + ".example")).isEmpty();
        assertThat(DnsName.of("a.".repeat(126) + "a")).isPresent();
        assertThat(DnsName.of("a.".repeat(127) + "a")).isEmpty();
    }

    @Test
    void theSameNameIsEqualHoweverItIsWritten() {
        assertThat(DnsName.of("EXAMPLE.org."))
                .isEqualTo(DnsName.of(new Domain("example.org").ascii()));
        assertThat(DnsName.of("example.org")).hasValue(DnsName.of(new Domain("example.org")));
    }

    @Test
    void aNameWithOddOctetsIsNoDomain() {
        assertThat(DnsName.of("mx.example").flatMap(DnsName::domain))
                .hasValue(new Domain("mx.example"));
        assertThat(DnsName.of("m\\032x.example").flatMap(DnsName::domain)).isEmpty();
        assertThat(DnsName.ROOT.domain()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.25,25.2.0.192.in-addr.arpa",
        "2001:db8::1,1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"
    })
    void anAddressHasANameForItsPtr(String address, String name) throws Exception {
        assertThat(DnsName.reverse(InetAddress.getByName(address)).text()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,true",
        "2001:db8::1,true",
        "::ffff:192.0.2.1,true",
        "192.0.2,false",
        "192.0.2.256,false",
        "1,false",
        "0x7f.1,false",
        "localhost,false",
        "fe80::1%eth0,false",
        "'',false"
    })
    void onlyWrittenAddressesAreAddresses(String text, boolean address) {
        assertThat(AddressText.of(text).isPresent()).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.53,/127.0.0.53:53",
        "127.0.0.53:5353,/127.0.0.53:5353",
        "2001:db8::53,/[2001:db8:0:0:0:0:0:53]:53",
        "[2001:db8::53]:5353,/[2001:db8:0:0:0:0:0:53]:5353",
        "[2001:db8::53],/[2001:db8:0:0:0:0:0:53]:53",
        "dns.example:53,",
        "127.0.0.53:,",
        "127.0.0.53:0,",
        "127.0.0.53:65536,",
        "[2001:db8::53,"
    })
    void aServerIsAnAddressAndAPort(String text, String server) {
        assertThat(DnsServers.parse(text).map(Object::toString).orElse(null)).isEqualTo(server);
    }
}

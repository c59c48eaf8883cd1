package org.restante.protocol.tlspolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.restante.dns.AddressLookup;
import org.restante.dns.ZoneResolver;
import org.restante.mail.message.Domain;
import org.restante.protocol.tlspolicy.StsFetcher.Fetched;

/// Whoever we mail must not make us knock on doors in our own network.
final class PublicFetcherTest {
    private final List<String> asked = new ArrayList<>();

    private Fetched fetch(String zone) throws Exception {
        PublicFetcher.AddressedFetcher fetcher =
                (domain, addresses, patience) -> {
                    addresses.forEach(address -> asked.add(address.getHostAddress()));
                    return new Fetched.File("policy");
                };
        return new PublicFetcher(fetcher, new AddressLookup(ZoneResolver.parse(zone)))
                .fetch(new Domain("shop.test"), Duration.ofSeconds(5));
    }

    /// The fetcher has no name to ask for again: it connects to what was looked at.
    @Test
    void whatWasLookedAtIsWhatIsConnectedTo() throws Exception {
        assertThat(fetch("mta-sts.shop.test. A 192.0.2.1\nmta-sts.shop.test. AAAA 2001:db8::1\n"))
                .isEqualTo(new Fetched.File("policy"));
        assertThat(asked).containsExactlyInAnyOrder("192.0.2.1", "2001:db8:0:0:0:0:0:1");
    }

    @Test
    void aNameWithAnAddressOfOurOwnIsNotFetchedFrom() throws Exception {
        for (var address :
                List.of(
                        "A 127.0.0.1",
                        "A 10.1.2.3",
                        "A 169.254.169.254",
                        "AAAA ::1",
                        "AAAA fd00::1")) {
            assertThat(
                            fetch(
                                    "mta-sts.shop.test. A 192.0.2.1\nmta-sts.shop.test. "
                                            + address
                                            + "\n"))
                    .as(address)
                    .isEqualTo(
                            new Fetched.Failed(
                                    "mta-sts.shop.test has an address that is not public"));
        }
        assertThat(asked).isEmpty();
    }
}

package org.restante.protocol.tlspolicy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.restante.dns.AddressLookup;
import org.restante.dns.Answer;
import org.restante.dns.DnsName;
import org.restante.dns.Families;
import org.restante.mail.message.Domain;

/// Fetches from web servers on the public network only: whoever we mail must not make us knock on doors in our own. The address that was
/// looked at is the one that is connected to, so that a name that leads elsewhere when it is asked for again gains nothing.
public final class PublicFetcher implements StsFetcher {
    /// Addresses of a web server that are tried.
    private static final int MOST = 4;

    /// Gets a file from one of these addresses.
    @FunctionalInterface
    interface AddressedFetcher {
        Fetched fetch(Domain domain, List<InetAddress> addresses, Duration patience);
    }

    private final AddressedFetcher fetcher;
    private final AddressLookup lookup;

    public PublicFetcher(HttpsPolicyFetcher fetcher, AddressLookup lookup) {
        this(fetcher::fetch, lookup);
    }

    PublicFetcher(AddressedFetcher fetcher, AddressLookup lookup) {
        this.fetcher = fetcher;
        this.lookup = lookup;
    }

    @Override
    public Fetched fetch(Domain domain, Duration patience) {
        var host = DnsName.of(domain).under("mta-sts");
        if (host.isEmpty()) {
            return new Fetched.Failed("the name mta-sts." + domain + " is too long");
        }
        var answer = lookup.of(List.of(host.get()), Families.BOTH, patience).getFirst();
        if (!(answer instanceof Answer.Found<InetAddress> found)) {
            return new Fetched.Failed(host.get() + " has no address");
        }
        var addresses = found.records().stream().limit(MOST).toList();
        return found.records().stream().allMatch(PublicFetcher::isPublic)
                ? fetcher.fetch(domain, addresses, patience)
                : new Fetched.Failed(host.get() + " has an address that is not public");
    }

    private static boolean isPublic(InetAddress address) {
        boolean isUniqueLocal =
                address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
        return !address.isLoopbackAddress()
                && !address.isSiteLocalAddress()
                && !address.isLinkLocalAddress()
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress()
                && !isUniqueLocal;
    }
}

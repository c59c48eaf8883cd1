package org.restante.protocol.tlspolicy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.restante.dns.AddressLookup;
import org.restante.dns.Answer;
import org.restante.dns.DnsName;
import org.restante.dns.Families;
import org.restante.mail.message.Domain;

/// Fetches from web servers on the public network only: whoever we mail must not make us knock on doors in our own.
public final class PublicFetcher implements StsFetcher {
    private final StsFetcher fetcher;
    private final AddressLookup lookup;

    public PublicFetcher(StsFetcher fetcher, AddressLookup lookup) {
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
        return found.records().stream().allMatch(PublicFetcher::isPublic)
                ? fetcher.fetch(domain, patience)
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

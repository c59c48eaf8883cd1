package org.restante.sending.routing;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.restante.dns.AddressLookup;
import org.restante.dns.AddressText;
import org.restante.dns.Answer;
import org.restante.dns.DnsName;
import org.restante.dns.Families;
import org.restante.dns.MailExchange;
import org.restante.dns.RecordType;
import org.restante.dns.Resolver;
import org.restante.mail.message.AddressLiteral;
import org.restante.mail.message.Domain;
import org.restante.mail.message.MailHost;
import org.restante.mail.smtp.EnhancedStatusCode;
import org.restante.meaning.provider.Providers;

/// The search for one route, by RFC 5321 §5.1 or to one host; used once.
final class RouteSearch {
    private static final EnhancedStatusCode BAD_DOMAIN = new EnhancedStatusCode(5, 1, 2);
    private static final EnhancedStatusCode NO_ROUTE = new EnhancedStatusCode(5, 4, 4);
    private static final EnhancedStatusCode NO_ROUTE_NOW = new EnhancedStatusCode(4, 4, 4);
    private static final EnhancedStatusCode DNS_FAILED = new EnhancedStatusCode(4, 4, 3);
    private static final EnhancedStatusCode LOOP = new EnhancedStatusCode(5, 4, 6);

    /// A route of the operator needs no DNS to stay as it is; it is read anew after this.
    private static final Duration FIXED = Duration.ofHours(1);

    /// What every search uses.
    record Means(
            Resolver resolver,
            AddressLookup lookup,
            Providers providers,
            Ourselves ourselves,
            RoutingBounds bounds,
            LongSupplier nanos) {}

    private final Means means;
    private final MailHost recipient;
    private final Families families;
    private final RandomGenerator random;
    private final long deadline;
    private final NextHop hop;

    RouteSearch(
            Means means,
            MailHost recipient,
            Families families,
            RandomGenerator random,
            long deadline,
            NextHop hop) {
        this.means = means;
        this.recipient = recipient;
        this.families = families;
        this.random = random;
        this.deadline = deadline;
        this.hop = hop;
    }

    private boolean isFixed() {
        return !(hop instanceof NextHop.OwnMx);
    }

    private Duration patience() {
        return Duration.ofNanos(Math.max(0, deadline - means.nanos().getAsLong()));
    }

    /// RFC 5321 §5.1: the MX records, or without any the domain itself as its own MX host.
    Route byMx(Domain domain, int port) {
        return switch (means.resolver().ask(RecordType.MX, DnsName.of(domain), patience())) {
            case Answer.Found<MailExchange> found -> byRecords(domain, found, port);
            case Answer.NoRecords<MailExchange> none ->
                    implicit(domain, none.owner(), none.secure(), none.ttl(), port);
            case Answer.NoSuchName<MailExchange> none ->
                    unroutable(BAD_DOMAIN, noSuchDomain(domain, none.owner()));
            case Answer.Failed<MailExchange>(_, var reason) ->
                    unroutable(
                            DNS_FAILED,
                            "The MX records of "
                                    + domain
                                    + " could not be looked up: "
                                    + reason
                                    + ".");
        };
    }

    private String noSuchDomain(Domain domain, DnsName owner) {
        return owner.text().equals(domain.ascii())
                ? "The domain " + domain + " does not exist."
                : "The domain " + domain + " is an alias of " + owner + ", which does not exist.";
    }

    private Route byRecords(Domain domain, Answer.Found<MailExchange> found, int port) {
        if (MxList.isNullMx(found.records())) {
            return new Route.NullMx(domain);
        }
        var list = MxList.of(found.records(), means.ourselves(), random, means.bounds());
        if (list.hosts().isEmpty()) {
            return list.cutAtUs()
                    ? loop(domain)
                    : unroutable(NO_ROUTE, "The MX records of " + domain + " name no host.");
        }
        var survey = survey(port, found.ttl());
        take(list.hosts(), survey);
        var notes = new ArrayList<>(list.notes());
        notes.addAll(survey.notes());
        return outcome(domain, list.hosts(), survey, found.secure(), port, notes, list.cutAtUs());
    }

    private Route implicit(Domain domain, DnsName owner, boolean secure, Duration ttl, int port) {
        var itself = List.of(new MailExchange(0, owner));
        var survey = survey(port, ttl);
        take(itself, survey);
        if (survey.hasNoAddress()) {
            return unroutable(
                    NO_ROUTE,
                    "The domain " + domain + " has no MX record and no address to send mail to.");
        }
        return outcome(domain, itself, survey, secure, port, survey.notes(), false);
    }

    private HostSurvey survey(int port, Duration ttl) {
        return new HostSurvey(
                means.ourselves(),
                families,
                means.bounds(),
                isFixed() || means.bounds().loopback(),
                port,
                ttl);
    }

    /// Where nothing of the source's families is found, whether there is something of the other makes the difference between "no
    /// address" and "not from here".
    private void take(List<MailExchange> hosts, HostSurvey survey) {
        var answers = addresses(hosts, families);
        for (int i = 0; i < hosts.size(); i++) {
            survey.add(hosts.get(i), answers.get(i));
        }
        if (families != Families.BOTH && survey.hasNoAddress()) {
            var others =
                    addresses(hosts, families == Families.IPV4 ? Families.IPV6 : Families.IPV4);
            for (int i = 0; i < hosts.size(); i++) {
                if (others.get(i) instanceof Answer.Found<InetAddress>) {
                    survey.add(hosts.get(i), others.get(i));
                }
            }
        }
    }

    private List<Answer<InetAddress>> addresses(List<MailExchange> hosts, Families asked) {
        return means.lookup()
                .of(hosts.stream().map(MailExchange::host).toList(), asked, patience());
    }

    private Route outcome(
            Domain domain,
            List<MailExchange> hosts,
            HostSurvey survey,
            boolean secure,
            int port,
            List<String> notes,
            boolean cutAtUs) {
        var groups = survey.groups();
        if (!groups.isEmpty()) {
            var first = groups.getFirst().hosts().getFirst().name();
            return new Route.Reachable(
                    site(first, domain),
                    groups,
                    port,
                    Protocol.SMTP,
                    secure,
                    isFixed(),
                    survey.ttl(),
                    notes);
        }
        var why = String.join(" ", notes.subList(0, Math.min(3, notes.size())));
        if (survey.hasFailed()) {
            return unroutable(
                    DNS_FAILED, "No mail host of " + domain + " could be found for now. " + why);
        }
        if (survey.isCutAtUs() || cutAtUs) {
            return loop(domain);
        }
        return survey.hasOtherFamily()
                ? unroutable(
                        NO_ROUTE_NOW,
                        "No mail host of " + domain + " can be reached from this source. " + why)
                : unroutable(
                        NO_ROUTE,
                        "No mail host of " + domain + " has an address to send mail to. " + why);
    }

    private Route loop(Domain domain) {
        return unroutable(
                LOOP,
                "Mail for "
                        + domain
                        + " would come back here: the DNS names this server as its mail host.");
    }

    private String site(String host, Domain domain) {
        if (isFixed()) {
            return hop.toString();
        }
        var site = means.providers().site(host, domain.ascii());
        return site == null ? domain.ascii() : site;
    }

    Route literal(AddressLiteral literal) {
        var address = address(literal);
        if (address == null) {
            return unroutable(BAD_DOMAIN, literal + " is not an address on the Internet.");
        }
        return fixed(
                address.getHostAddress(),
                List.of(address),
                Protocol.SMTP.usualPort(),
                Protocol.SMTP);
    }

    private @Nullable InetAddress address(AddressLiteral literal) {
        var content = literal.content();
        boolean tagged = content.regionMatches(true, 0, "IPv6:", 0, 5);
        return AddressText.of(tagged ? content.substring(5) : content).orElse(null);
    }

    /// A host found by its addresses alone.
    Route oneHost(DnsName host, int port, Protocol protocol) {
        var mx = List.of(new MailExchange(0, host));
        var survey = survey(port, FIXED);
        take(mx, survey);
        return outcomeOfOne(host.toString(), survey, port, protocol);
    }

    Route fixed(String name, List<InetAddress> addresses, int port, Protocol protocol) {
        if (addresses.isEmpty()) {
            return unroutable(
                    NO_ROUTE_NOW, name + " has no address of a family that can be used from here.");
        }
        var host = DnsName.of(name).orElse(DnsName.ROOT);
        var survey = survey(port, FIXED);
        survey.add(
                new MailExchange(0, host),
                new Answer.Found<>(host, List.of(), addresses, FIXED, false, false));
        return outcomeOfOne(name, survey, port, protocol);
    }

    private Route outcomeOfOne(String name, HostSurvey survey, int port, Protocol protocol) {
        var groups = survey.groups();
        if (!groups.isEmpty()) {
            boolean secure = groups.getFirst().hosts().getFirst().secure();
            var site = isFixed() ? hop.toString() : name;
            return new Route.Reachable(
                    site, groups, port, protocol, secure, isFixed(), survey.ttl(), survey.notes());
        }
        var why = String.join(" ", survey.notes());
        if (survey.hasFailed()) {
            return unroutable(
                    DNS_FAILED, "The host " + name + " could not be found for now. " + why);
        }
        if (survey.isCutAtUs()) {
            return unroutable(
                    LOOP,
                    "Mail for "
                            + recipient
                            + " would come back here: "
                            + name
                            + " is this server.");
        }
        return survey.hasOtherFamily()
                ? unroutable(
                        NO_ROUTE_NOW,
                        "The host " + name + " cannot be reached from this source. " + why)
                : unroutable(
                        NO_ROUTE, "The host " + name + " has no address to send mail to. " + why);
    }

    private static Route.Unroutable unroutable(EnhancedStatusCode status, String sentence) {
        return new Route.Unroutable(status, sentence);
    }
}

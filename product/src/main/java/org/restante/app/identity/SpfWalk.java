package org.restante.app.identity;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.restante.dns.AddressText;
import org.restante.dns.Answer;
import org.restante.dns.DnsName;
import org.restante.dns.Network;
import org.restante.dns.RecordType;
import org.restante.dns.Resolver;
import org.restante.dns.Text;

/// Whether SPF of a domain permits an address (RFC 7208 §4), as far as its records use no macros, `exists` or `ptr`; where they do before
/// anything matches, nobody can tell. One question's.
final class SpfWalk {
    /// RFC 7208 §4.6.4.
    private static final int MOST_LOOKUPS = 10;

    private static final int MOST_MX = 10;
    private static final Pattern LENGTHS = Pattern.compile("(?:/(\\d{1,3}))?(?://(\\d{1,3}))?$");

    private final Resolver resolver;
    private final Duration patience;
    private final InetAddress address;
    private int lookups;

    SpfWalk(Resolver resolver, Duration patience, InetAddress address) {
        this.resolver = resolver;
        this.patience = patience;
        this.address = address;
    }

    /// Ends the walk: nobody can tell, or the records are wrong for good.
    private static final class End extends Exception {
        private static final long serialVersionUID = 1;
        private final Finding.Result result;

        End(Finding.Result result, String why) {
            super(why);
            this.result = result;
        }
    }

    /// What a record came to: `+`, `-`, `~`, `?`, by which term.
    private record Match(char qualifier, String term) {}

    Finding of(String domain) {
        var about = "SPF of " + domain + " for " + AddressText.shown(address) + ": ";
        try {
            var record = record(domain);
            if (record.isEmpty()) {
                return Finding.fail(about + "there is no record");
            }
            var match = match(domain, record.get());
            var said =
                    switch (match.qualifier()) {
                        case '+' -> "pass";
                        case '-' -> "fail";
                        case '~' -> "softfail";
                        default -> "neutral";
                    };
            var words = about + said + " (" + match.term() + ")";
            return match.qualifier() == '+' ? Finding.pass(words) : Finding.fail(words);
        } catch (End e) {
            return new Finding(e.result, about + e.getMessage());
        }
    }

    private Optional<String> record(String domain) throws End {
        var records =
                ask(RecordType.TXT, domain).stream()
                        .map(Text::joined)
                        .filter(text -> text.toLowerCase(Locale.ROOT).matches("(?s)v=spf1( .*)?"))
                        .toList();
        if (records.size() > 1) {
            throw wrong(domain + " has " + records.size() + " records; one would be right");
        }
        return records.stream().findFirst();
    }

    private Match match(String domain, String record) throws End {
        String redirect = null;
        for (var term : record.substring("v=spf1".length()).strip().split(" +")) {
            if (term.isEmpty()) {
                continue;
            }
            if (term.toLowerCase(Locale.ROOT).startsWith("redirect=")) {
                redirect = term.substring("redirect=".length());
            } else if (!term.matches("[A-Za-z][\\w.-]*=.*")) {
                boolean isQualified = "+-~?".indexOf(term.charAt(0)) >= 0;
                if (matches(domain, isQualified ? term.substring(1) : term)) {
                    return new Match(isQualified ? term.charAt(0) : '+', term);
                }
            }
        }
        return redirect == null ? new Match('?', "nothing matches") : follow(redirect);
    }

    private Match follow(String redirect) throws End {
        count("redirect=" + redirect);
        var record = record(named(redirect, "redirect=" + redirect));
        if (record.isEmpty()) {
            throw wrong("redirect=" + redirect + " leads to no record");
        }
        return match(redirect, record.get());
    }

    private boolean matches(String domain, String term) throws End {
        var end = term.indexOf(':') >= 0 ? term.indexOf(':') : term.indexOf('/');
        var name = (end < 0 ? term : term.substring(0, end)).toLowerCase(Locale.ROOT);
        var rest = end < 0 ? "" : term.substring(end);
        return switch (name) {
            case "all" -> true;
            case "ip4", "ip6" -> isWithin(term, rest);
            case "a" -> {
                count(term);
                yield hasAddress(target(domain, rest, term), rest);
            }
            case "mx" -> {
                count(term);
                yield hasMxAddress(target(domain, rest, term), rest);
            }
            case "include" -> {
                count(term);
                var other = named(rest.isEmpty() ? "" : rest.substring(1), term);
                var record = record(other);
                if (record.isEmpty()) {
                    throw wrong(term + " leads to no record");
                }
                yield match(other, record.get()).qualifier() == '+';
            }
            case "exists", "ptr" ->
                    throw new End(
                            Finding.Result.UNKNOWN,
                            "it uses " + term + ", which is not followed here");
            default -> throw wrong("what is " + term + "?");
        };
    }

    private static boolean isWithin(String term, InetAddress address, String text) throws End {
        int slash = text.indexOf('/');
        var first = AddressText.of(slash < 0 ? text : text.substring(0, slash));
        if (first.isEmpty()) {
            throw wrong("what is " + term + "?");
        }
        int bits = first.get().getAddress().length * 8;
        var length = slash < 0 ? String.valueOf(bits) : text.substring(slash + 1);
        if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > bits) {
            throw wrong("what is " + term + "?");
        }
        return Network.around(first.get(), Integer.parseInt(length)).contains(address);
    }

    private boolean isWithin(String term, String rest) throws End {
        return isWithin(term, address, rest.isEmpty() ? "" : rest.substring(1));
    }

    /// The domain that an `a` or `mx` speaks of.
    private static String target(String domain, String rest, String term) throws End {
        var named = LENGTHS.matcher(rest).replaceFirst("");
        return named.isEmpty() ? domain : named(named.substring(1), term);
    }

    private static String named(String name, String term) throws End {
        if (name.indexOf('%') >= 0) {
            throw new End(
                    Finding.Result.UNKNOWN, "it uses " + term + ", which is not followed here");
        }
        return name;
    }

    private boolean hasAddress(String name, String rest) throws End {
        var lengths = LENGTHS.matcher(rest);
        int bits = address.getAddress().length * 8;
        var length = lengths.find() ? lengths.group(address instanceof Inet4Address ? 1 : 2) : null;
        int prefix = length == null ? bits : Math.min(bits, Integer.parseInt(length));
        var type = address instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
        return ask(type, name).stream()
                .anyMatch(one -> Network.around(one, prefix).contains(address));
    }

    private boolean hasMxAddress(String name, String rest) throws End {
        var hosts = ask(RecordType.MX, name);
        for (var mx : hosts.subList(0, Math.min(MOST_MX, hosts.size()))) {
            if (hasAddress(mx.host().text(), rest)) {
                return true;
            }
        }
        return false;
    }

    private void count(String term) throws End {
        if (++lookups > MOST_LOOKUPS) {
            throw wrong("more than " + MOST_LOOKUPS + " lookups are needed, the last for " + term);
        }
    }

    private static End wrong(String why) {
        return new End(Finding.Result.FAIL, why);
    }

    private <T> List<T> ask(RecordType<T> type, String name) throws End {
        var at = DnsName.of(name);
        if (at.isEmpty()) {
            throw wrong("'" + name + "' is no name");
        }
        return switch (resolver.ask(type, at.get(), patience)) {
            case Answer.Found<T> found -> new ArrayList<>(found.records());
            case Answer.NoRecords<T> _, Answer.NoSuchName<T> _ -> List.of();
            case Answer.Failed<T>(var failure, var reason) ->
                    throw new End(
                            Finding.Result.UNKNOWN,
                            "the DNS does not tell about " + name + ": " + reason);
        };
    }
}

package org.restante.app.trial;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.restante.app.trial.Planted.Kind;
import org.restante.insight.incident.Diagnosis;
import org.restante.mail.smtp.Stage;

/// Draws troubles, one after the other: first an hour to learn what is usual, then each with calm after it.
final class Script {
    static final double LEARNING = 60;
    static final double LASTS = 17;
    static final double APART = 45;

    /// The onset is anywhere in so many minutes.
    private static final double ANYWHERE = 8;

    static final List<String> STREAMS = List.of("transactional", "news", "offers", "notices");

    private static final Set<String> LIMITS_SAY_SO =
            Set.of("gmail", "gmx", "comcast", "oak-firm.example");

    private static final List<String> OUTAGES =
            List.of(
                    "421 4.3.2 System not accepting network messages",
                    "421 4.3.0 Temporary system problem, try again later",
                    "451 4.3.0 Temporary lookup failure, no mail is taken now");

    private static final List<String> LISTINGS =
            List.of(
                    "554 5.7.1 Service unavailable; Client host [%s] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/%s",
                    "550 5.7.1 [%s] is listed at b.barracudacentral.org and was refused",
                    "451 4.7.1 Mail from %s is put off: listed at bl.spamcop.net, see https://www.spamcop.net/bl.shtml?%s");

    private static final List<String> CONTENTS =
            List.of(
                    "550 5.7.1 This message looks like spam and was not accepted",
                    "554 5.7.1 Message rejected: it contains content that our users reported as spam",
                    "451 4.7.1 Content filtered as probable spam, see our postmaster pages");

    private final Random chance;
    private Set<String> before = Set.of();
    private @Nullable String sourceBefore;

    private Script(long seed) {
        chance = new Random(seed * 7919 + 5);
    }

    /// As many as there are kinds in the list, in another order.
    static List<Planted> draw(long seed, List<Kind> kinds) {
        var script = new Script(seed);
        var order = new ArrayList<>(kinds);
        Collections.shuffle(order, script.chance);
        // What it leaves behind, all mail of a quarter of an hour, would be in the next one's way.
        order.sort(Comparator.comparing(kind -> kind == Kind.NO_NAMES || kind == Kind.SOURCE_DOWN));
        var all = new ArrayList<Planted>();
        for (int i = 0; i < order.size(); i++) {
            all.add(
                    script.draw(
                            order.get(i),
                            LEARNING + i * APART + script.chance.nextDouble() * ANYWHERE));
        }
        return all;
    }

    private Planted draw(Kind kind, double from) {
        var role = role(kind);
        var source = source();
        double share = .5 + .5 * chance.nextDouble();
        return switch (kind) {
            case REPUTATION_OF_A_SOURCE ->
                    refusing(
                            kind,
                            from,
                            new Rule(
                                    reputationStage(role),
                                    Set.of(role.domain()),
                                    -1,
                                    address(source),
                                    null,
                                    share,
                                    reputation(role)),
                            source,
                            null,
                            null,
                            Diagnosis.SOURCE_BLOCKED_AT_ONE);
            case RATE_LIMIT_LOWERED ->
                    new Planted(
                            kind,
                            from,
                            from + LASTS,
                            null,
                            .04 + .11 * chance.nextDouble(),
                            Set.of(),
                            0,
                            Set.of(role.party()),
                            null,
                            null,
                            null,
                            Set.of(Diagnosis.RATE_CUT));
            case BAD_HOST -> {
                int host = chance.nextInt(role.hosts());
                yield refusing(
                        kind,
                        from,
                        new Rule(
                                chance.nextBoolean() ? Stage.GREETING : Stage.CONNECT,
                                Set.of(role.domain()),
                                host,
                                null,
                                null,
                                .8 + .2 * chance.nextDouble(),
                                "421 4.3.0 Local system error on this host, closing connection"),
                        null,
                        null,
                        role.host(host),
                        Diagnosis.HOST_BAD);
            }
            case OUTAGE ->
                    refusing(
                            kind,
                            from,
                            new Rule(
                                    chance.nextBoolean() ? Stage.GREETING : Stage.CONNECT,
                                    Set.of(role.domain()),
                                    -1,
                                    null,
                                    null,
                                    .7 + .3 * chance.nextDouble(),
                                    oneOf(OUTAGES)),
                            null,
                            null,
                            null,
                            Diagnosis.PROVIDER_OUTAGE);
            case BAD_LIST -> badList(from);
            case CONTENT_AT_ONE -> {
                var stream = stream();
                yield refusing(
                        kind,
                        from,
                        new Rule(
                                Stage.CONTENT,
                                Set.of(role.domain()),
                                -1,
                                null,
                                stream,
                                share,
                                content()),
                        null,
                        stream,
                        null,
                        Diagnosis.CONTENT_AT_ONE);
            }
            case CONTENT_AT_MANY -> {
                var stream = stream();
                yield refusing(
                        kind,
                        from,
                        new Rule(Stage.CONTENT, allOrSome(), -1, null, stream, share, content()),
                        null,
                        stream,
                        null,
                        Diagnosis.CONTENT_AT_MANY);
            }
            case SOURCE_LISTED ->
                    refusing(
                            kind,
                            from,
                            new Rule(
                                    oneOf(List.of(Stage.GREETING, Stage.MAIL, Stage.RCPT)),
                                    some(),
                                    -1,
                                    address(source),
                                    null,
                                    share,
                                    oneOf(LISTINGS)),
                            source,
                            null,
                            null,
                            Diagnosis.SOURCE_BLOCKED_AT_MANY);
            case NO_NAMES ->
                    new Planted(
                            kind,
                            from,
                            from + LASTS,
                            null,
                            1,
                            Set.of("*"),
                            0,
                            Set.of(),
                            null,
                            null,
                            null,
                            Set.of(Diagnosis.OWN_NETWORK));
            case SOURCE_DOWN ->
                    refusing(
                            kind,
                            from,
                            new Rule(Stage.CONNECT, Set.of(), -1, address(source), null, 1, ""),
                            source,
                            null,
                            null,
                            Diagnosis.SOURCE_DOWN);
            case SENDER_UNSIGNED -> {
                var stream = stream();
                yield refusing(
                        kind,
                        from,
                        new Rule(
                                Stage.CONTENT,
                                chance.nextBoolean() ? Set.of() : Set.of(role.domain()),
                                -1,
                                null,
                                stream,
                                share,
                                "550 5.7.26 This mail has been blocked because the sender is unauthenticated; it passes neither SPF nor DKIM"),
                        null,
                        stream,
                        null,
                        Diagnosis.AUTHENTICATION_BROKEN);
            }
        };
    }

    private Planted badList(double from) {
        return new Planted(
                Kind.BAD_LIST,
                from,
                from + LASTS,
                null,
                1,
                Set.of(),
                .12 + .28 * chance.nextDouble(),
                Set.of(),
                null,
                null,
                stream(),
                Set.of(Diagnosis.BAD_LIST));
    }

    private static Planted refusing(
            Kind kind,
            double from,
            Rule rule,
            @Nullable String source,
            @Nullable String stream,
            @Nullable String host,
            Diagnosis called) {
        return new Planted(
                kind,
                from,
                from + LASTS,
                rule,
                1,
                Set.of(),
                0,
                rule.receivers().stream().map(Script::party).collect(Collectors.toSet()),
                host,
                source,
                stream,
                Set.of(called));
    }

    static String party(String domain) {
        return Role.ALL.stream()
                .filter(role -> role.domain().equals(domain))
                .findFirst()
                .orElseThrow()
                .party();
    }

    /// Not one that was troubled just now, and none with so little mail that nobody can tell.
    private Role role(Kind kind) {
        while (true) {
            var role = Role.ALL.get(chance.nextInt(Role.ALL.size()));
            boolean isFit =
                    role.share() >= (ofAStream(kind) ? .05 : .04)
                            && !(role.greylists() && ofAStream(kind))
                            && !before.contains(role.party())
                            && (kind != Kind.RATE_LIMIT_LOWERED
                                    || LIMITS_SAY_SO.contains(role.party()));
            if (isFit) {
                before = Set.of(role.party());
                return role;
            }
        }
    }

    private static boolean ofAStream(Kind kind) {
        return kind == Kind.CONTENT_AT_ONE || kind == Kind.SENDER_UNSIGNED;
    }

    private String source() {
        while (true) {
            var source = "mta" + (1 + chance.nextInt(Life.SOURCES));
            if (!source.equals(sourceBefore)) {
                sourceBefore = source;
                return source;
            }
        }
    }

    private static String address(String source) {
        return "127.0.0." + (20 + Integer.parseInt(source.substring(3)));
    }

    private String stream() {
        return STREAMS.get(1 + chance.nextInt(STREAMS.size() - 1));
    }

    private Set<String> allOrSome() {
        return chance.nextBoolean() ? Set.of() : some();
    }

    private <T> T oneOf(List<T> these) {
        return these.get(chance.nextInt(these.size()));
    }

    /// Most receivers.
    private Set<String> some() {
        var some = new HashSet<String>();
        while (some.size() < 6) {
            some.clear();
            Role.ALL.stream()
                    .filter(_ -> chance.nextDouble() < .7)
                    .forEach(role -> some.add(role.domain()));
        }
        return some;
    }

    private static Stage reputationStage(Role role) {
        return switch (role.flavour()) {
            case GMAIL -> Stage.CONTENT;
            case MICROSOFT, YAHOO, YAHOO_TSS04, ORANGE, COMCAST -> Stage.MAIL;
            case GMX, PLAIN -> Stage.GREETING;
        };
    }

    private static String reputation(Role role) {
        return switch (role.flavour()) {
            case GMAIL ->
                    "421-4.7.0 [%s 15] Our system has detected that this message is\n421-4.7.0 suspicious due to the very low reputation of the sending IP address.\n421 4.7.0 To protect our users, mail sent from it has been temporarily blocked. - gsmtp";
            case MICROSOFT ->
                    "550 5.7.1 Unfortunately, messages from [%s] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150).";
            case YAHOO, YAHOO_TSS04 ->
                    "421 4.7.0 [TSS04] Messages from %s temporarily deferred due to unexpected volume or user complaints - 4.16.55.1";
            case ORANGE ->
                    "550 5.7.1 Service refuse. Veuillez verifier votre reputation. Service refused, bad reputation of %s. OFR_501 [501]";
            case GMX ->
                    "554 gmx.net (mxgmx104) Nemesis ESMTP Service not available, IP address %s is block listed: bad reputation";
            case COMCAST ->
                    "554 5.7.1 Comcast: mail from %s refused, poor sender reputation. BL000000";
            case PLAIN -> "421 4.7.0 Your IP address %s has a poor reputation, try again later";
        };
    }

    private String content() {
        return oneOf(CONTENTS);
    }
}

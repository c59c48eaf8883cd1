package org.restante.app.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.BadUsers;
import org.restante.app.access.Tokens;
import org.restante.app.access.Users;
import org.restante.app.api.KnownNames;
import org.restante.app.config.BadConfig;
import org.restante.app.config.Config;
import org.restante.app.config.ConfigFile;
import org.restante.app.config.ListenerSection;
import org.restante.app.config.MilterSection;
import org.restante.app.config.NotifySection;
import org.restante.app.config.Problem;
import org.restante.app.config.SigningSection;
import org.restante.app.config.TlsSection;
import org.restante.app.config.WebhookSection;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.knowledge.WarmupPlans;
import org.restante.app.spelling.Nearest;
import org.restante.app.warmup.WarmupSettings;
import org.restante.mail.message.Domain;
import org.restante.sending.reception.Gates;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.routing.Pools;
import org.restante.sending.signing.Signatures;
import org.restante.sending.signing.SigningSettings;
import org.restante.sending.signing.UnusableKey;
import org.restante.sending.warmup.WarmupPolicy;

/// Makes a server's settings of a configuration. What the files it names hold is read here.
public final class Configured {
    /// Where mail is taken in when no listener is written.
    private static final ListenerSettings USUAL =
            new ListenerSettings(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 2525),
                    ListenerSettings.Kind.RELAY);

    private final Knowledge knowledge;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final RandomGenerator random;

    /// @param ticker a monotonic clock in nanoseconds
    public Configured(
            Knowledge knowledge, InstantSource clock, LongSupplier ticker, RandomGenerator random) {
        this.knowledge = knowledge;
        this.clock = clock;
        this.ticker = ticker;
        this.random = random;
    }

    /// @throws BadConfig with all that shows only now: what the files hold that it names
    /// @throws IOException when this machine does not tell its addresses
    public Server.Settings settings(ConfigFile file) throws IOException, BadConfig {
        var config = file.config();
        return new Server.Settings(
                name(config).ascii(),
                config.server().data(),
                listeners(config),
                config.queue().settings(),
                config.spool().settings(),
                config.journal().settings(),
                config.pacing().law(),
                config.server().stopWithin(),
                safeguards(config),
                config.traces().settings(),
                config.identity().every(),
                terms(file));
    }

    private static Safeguards safeguards(Config config) {
        return new Safeguards(
                config.loginBrake().settings(),
                config.bounceBrake().settings(),
                new Gates(
                        config.milter().stream().map(MilterSection::settings).toList(),
                        config.policy().settings()));
    }

    /// The part that a reload may change.
    public Terms terms(ConfigFile file) throws IOException, BadConfig {
        var problems = new ArrayList<Problem>();
        var config = file.config();
        var users = users(file, problems);
        var tls = tls(file, problems);
        var web =
                certificate(
                        file, "http", config.http().certificate(), config.http().key(), problems);
        var signatures = signatures(file, problems);
        var tokens = tokens(file, problems);
        providers(file, problems);
        var pools = config.pools(name(config));
        problems.addAll(new OwnPools(file, pools).problems(users, tokens, clock.instant()));
        var warmup = warmup(file, pools, problems);
        if (!problems.isEmpty()) {
            throw new BadConfig(problems);
        }
        return new Terms(
                config.reception().settings(),
                config.reception().networks(),
                users,
                tls,
                web,
                ways(config),
                pools,
                new OperatorsLimits(config.limits()),
                config.delivery().settings(),
                signatures,
                config.suppression().settings(),
                warmup,
                config.response().settings(),
                config.webhook().stream().map(WebhookSection::settings).toList(),
                config.notices().stream().map(NotifySection::settings).toList());
    }

    private static WarmupSettings warmup(ConfigFile file, Pools pools, List<Problem> problems) {
        var section = file.config().warmup();
        var plans = new TreeMap<>(WarmupPlans.shipped());
        section.plans()
                .forEach((name, plan) -> {
                    if (plans.put(name, plan) != null) {
                        problems.add(
                                file.problem(
                                        "warmup.plan." + name,
                                        "has the name of a plan that is there already",
                                        "another name would be right"));
                    }
                });
        var policies = new TreeMap<String, WarmupPolicy>();
        section.sources(pools)
                .forEach((source, one) -> {
                    var plan = plans.get(one.plan());
                    if (plan == null) {
                        problems.add(
                                file.problem(
                                        section.source().get(source) == one
                                                ? "warmup.source." + source + ".plan"
                                                : "warmup.pool",
                                        "is \"" + one.plan() + "\", and there is no such plan",
                                        "one of "
                                                + String.join(", ", plans.keySet())
                                                + " would be right"));
                    } else {
                        policies.put(source, one.policy(plan));
                    }
                });
        return new WarmupSettings(policies, plans);
    }

    private static Users users(ConfigFile file, List<Problem> problems) {
        var path = file.config().users().file();
        if (path.isEmpty()) {
            return Users.NONE;
        }
        try {
            return Users.read(path.get());
        } catch (BadUsers e) {
            problems.add(file.problem("users.file", "is wrong: " + e.getMessage(), ""));
        } catch (NoSuchFileException e) {
            problems.add(
                    file.problem(
                            "users.file",
                            "is " + path.get() + ", and there is no such file",
                            "'restante user add' makes it"));
        } catch (IOException e) {
            problems.add(
                    file.problem(
                            "users.file",
                            "cannot be read: " + e,
                            "the user the server runs as must be able to"));
        }
        return Users.NONE;
    }

    /// The interface looks into the file by itself; what is wrong with it is told with the rest. Without one there are no tokens yet.
    private static Tokens tokens(ConfigFile file, List<Problem> problems) {
        var config = file.config();
        var path = config.http().tokensIn(config.server().data());
        if (!config.http().enabled() || !Files.exists(path)) {
            return Tokens.NONE;
        }
        try {
            return Tokens.read(path);
        } catch (BadUsers e) {
            problems.add(file.problem("http.tokens", "is wrong: " + e.getMessage(), ""));
        } catch (IOException e) {
            problems.add(
                    file.problem(
                            "http.tokens",
                            "cannot be read: " + e,
                            "the user the server runs as must be able to"));
        }
        return Tokens.NONE;
    }

    /// The certificate for whom a client asks for, else the server's own.
    private Optional<ShownCertificates> tls(ConfigFile file, List<Problem> problems) {
        var section = file.config().tls();
        var own = certificate(file, "tls", section.certificate(), section.key(), problems);
        var named = new HashMap<String, ServerCertificate>();
        section.name()
                .forEach((name, one) ->
                        certificate(
                                        file,
                                        "tls." + TlsSection.placeOf(name),
                                        Optional.of(one.certificate()),
                                        Optional.of(one.key()),
                                        problems)
                                .ifPresent(read -> named.put(name.toLowerCase(Locale.ROOT), read)));
        return own.map(usual ->
                new ShownCertificates(
                        CertificateKeys.context(
                                asked -> asked.map(name -> named(named, name)).orElse(usual)),
                        usual,
                        named));
    }

    private static @Nullable ServerCertificate named(
            Map<String, ServerCertificate> all, String asked) {
        var name = asked.toLowerCase(Locale.ROOT);
        var exact = all.get(name);
        return exact != null
                ? exact
                : all.get("*" + name.substring(Math.max(0, name.indexOf('.'))));
    }

    /// @param section where both stand
    private Optional<ServerCertificate> certificate(
            ConfigFile file,
            String section,
            Optional<Path> certificate,
            Optional<Path> key,
            List<Problem> problems) {
        if (certificate.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    ServerCertificate.read(certificate.get(), key.get(), clock.instant()));
        } catch (BadCertificate e) {
            problems.add(
                    file.problem(
                            section + (e.isKey() ? ".key" : ".certificate"),
                            "is wrong: " + e.getMessage(),
                            ""));
            return Optional.empty();
        }
    }

    private static Signatures signatures(ConfigFile file, List<Problem> problems) {
        var settings = file.config().signing().settings();
        int before = problems.size();
        for (var one : settings.domains()) {
            try {
                Signatures.of(new SigningSettings(List.of(one), List.of(), Optional.empty()));
            } catch (UnusableKey e) {
                problems.add(
                        file.problem(
                                SigningSection.placeOf(one.domain()),
                                "is wrong: " + e.getMessage(),
                                ""));
            }
        }
        try {
            return problems.size() > before ? Signatures.none() : Signatures.of(settings);
        } catch (UnusableKey e) {
            problems.add(file.problem("signing", "is wrong: " + e.getMessage(), ""));
            return Signatures.none();
        }
    }

    /// What is set for a provider there is not binds nothing, and is believed.
    private void providers(ConfigFile file, List<Problem> problems) {
        var config = file.config();
        config.limits().provider().keySet().stream()
                .filter(this::isNoProvider)
                .map(word ->
                        noProvider(
                                file,
                                "limits.provider." + word,
                                word,
                                "; a single site is [limits.site.\"…\"]"))
                .forEach(problems::add);
        config.queue().retry().stream()
                .flatMap(one -> one.provider().stream())
                .filter(this::isNoProvider)
                .map(word -> noProvider(file, "queue.retry", word, ""))
                .forEach(problems::add);
        config.response().receiver().keySet().stream()
                .filter(word -> word.indexOf('.') < 0 && word.indexOf(':') < 0)
                .filter(this::isNoProvider)
                .map(word -> noProvider(file, "response.receiver." + word, word, ", or a site"))
                .forEach(problems::add);
    }

    private boolean isNoProvider(String word) {
        return knowledge.providers().byWord(word) == null;
    }

    private Problem noProvider(ConfigFile file, String key, String word, String orElse) {
        return file.problem(
                key,
                "names \"" + word + "\", which is no provider we know",
                Nearest.of(word, KnownNames.words(knowledge.providers()))
                                .map(near -> "\"" + near + "\" may be meant")
                                .orElse("a word of knowledge/providers would be right")
                        + orElse);
    }

    private RoutedWays ways(Config config) throws IOException {
        var listeners =
                listeners(config).stream()
                        .map(ListenerSettings::address)
                        .collect(Collectors.toSet());
        return RoutedWays.ofSystem(
                config.routeTable(),
                config.tlsWishes(),
                config.logins(),
                knowledge.providers(),
                RoutedWays.listeningAt(Set.copyOf(listeners)),
                clock,
                ticker,
                random);
    }

    private static List<ListenerSettings> listeners(Config config) {
        return config.listener().isEmpty()
                ? List.of(USUAL)
                : config.listener().stream().map(ListenerSection::settings).toList();
    }

    /// The server's name, else the machine's.
    private static Domain name(Config config) {
        return config.server().name().or(Configured::machine).orElse(new Domain("localhost"));
    }

    private static Optional<Domain> machine() {
        try {
            return Domain.of(InetAddress.getLocalHost().getCanonicalHostName());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}

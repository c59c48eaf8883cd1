package org.restante.app.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.restante.app.migration.Carried.config;
import static org.restante.app.migration.Carried.left;
import static org.restante.app.migration.Carried.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.config.RetrySection;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.migration.Migration.From;

/// What becomes of KumoMTA's shaping, sources, pools and queues.
final class KumoMtaMigrationTest {
    @TempDir private Path folder;

    /// @param files each name and, after it, what stands in it
    private String made(String... files) throws Exception {
        var paths = new ArrayList<Path>();
        for (int i = 0; i < files.length; i += 2) {
            paths.add(Files.writeString(folder.resolve(files[i]), files[i + 1]));
        }
        return Migration.of(paths, From.AUTO, Knowledge.shipped().providers()).text();
    }

    @Test
    void whatMustBeEncryptedStillMustBe() throws Exception {
        var made =
                made(
                        "shaping.toml",
                        """
                        ["default"]
                        connection_limit = 10
                        enable_tls = "RequiredInsecure"
                        ["bank.test"]
                        mx_rollup = false
                        enable_tls = "Required"
                        ["old.test"]
                        enable_tls = "Disabled"
                        ["lab.test"]
                        enable_tls = "OpportunisticInsecure"
                        """);

        assertThat(tls(made))
                .isEqualTo(
                        Map.of(
                                "*",
                                "require",
                                "bank.test",
                                "verify",
                                "old.test",
                                "none",
                                "lab.test",
                                "usual"));
        assertThat(left(made))
                .containsExactly(
                        "# - shaping.toml: lab.test.enable_tls: \"usual\" is of lab.test alone, not of other domains of the same MX hosts",
                        "# - shaping.toml: old.test.enable_tls: \"none\" is of old.test alone, not of other domains of the same MX hosts");
    }

    @Test
    void aProviderIsFoundByItsHosts() throws Exception {
        var made =
                made(
                        "shaping.toml",
                        """
                        [provider."Office 365"]
                        match = [{MXSuffix=".olc.protection.outlook.com"},{MXSuffix=".mail.protection.outlook.com"}]
                        provider_connection_limit = 7
                        [provider."mine"]
                        match = [{MXSuffix=".filter.example"},{DomainSuffix=".shops.example"}]
                        connection_limit = 3
                        [provider."google"]
                        match = [{MXSuffix=".google.com"}]
                        max_deliveries_per_connection = 50
                        enable_tls = "Required"
                        """);

        var limits = config(made).limits();
        assertThat(limits.provider().get("microsoft").connections()).contains(7);
        assertThat(limits.provider().get("microsoft-365").connections()).contains(7);
        assertThat(limits.provider().get("gmail").messagesPerConnection()).contains(50);
        assertThat(limits.site().get("filter.example").connections()).contains(3);
        assertThat(tls(made)).isEqualTo(Map.of("gmail.com", "verify", "googlemail.com", "verify"));
        assertThat(left(made))
                .containsExactly(
                        "# - shaping.toml: provider.google.enable_tls: \"verify\" is of gmail.com, googlemail.com alone; what else it serves is not known by domain: \"*\" = \"verify\" in [receiver_tls] would be of all mail",
                        "# - shaping.toml: provider.mine.match: limits are of MX hosts, not of all domains below .shops.example");
    }

    @Test
    void certificatesThatHadToBeGoodAreNamed() throws Exception {
        assertThat(
                        left(
                                made(
                                        "shaping.toml",
                                        """
                                        ["default"]
                                        connection_limit = 10
                                        enable_tls = "Opportunistic"
                                        enable_mta_sts = true
                                        enable_dane = false
                                        """)))
                .containsExactly(
                        "# - shaping.toml: default.enable_dane: DANE is heeded always",
                        "# - shaping.toml: default.enable_tls: a host that offers TLS had to have a valid certificate; here any is taken unless MTA-STS or DANE says more: \"verify\" in [receiver_tls] demands TLS and a good one");
    }

    @Test
    void sourcesLeaveByTheirProxies() throws Exception {
        var made =
                made(
                        "sources.toml",
                        """
                        [source."a"]
                        socks5_proxy_server = "10.0.0.1:5000"
                        socks5_proxy_source_address = "192.0.2.1"
                        ehlo_domain = "a.example"
                        [source."b"]
                        ha_proxy_server = "10.0.0.2:5001"
                        ha_proxy_source_address = "2001:db8::2"
                        [source."c"]
                        source_address = "not an address"
                        [source."d"]
                        source_address = "192.0.2.4"
                        remote_port = 2525
                        [pool."p"]
                        [pool."p".a]
                        weight = 3
                        [pool."p".b]
                        [pool."p".c]
                        [pool."p".d]
                        """);

        var source = config(made).source();
        assertThat(source.keySet()).containsExactlyInAnyOrder("a", "b", "d");
        assertThat(source.get("a").egress()).contains("socks5:10.0.0.1:5000");
        assertThat(source.get("a").ipv4().orElseThrow().getHostAddress()).isEqualTo("192.0.2.1");
        assertThat(source.get("b").egress()).contains("haproxy:10.0.0.2:5001");
        assertThat(source.get("b").ipv6()).isPresent();
        assertThat(config(made).pool().get("p").sources())
                .isEqualTo(Map.of("a", 3, "b", 1, "d", 1));
        assertThat(left(made))
                .containsExactly(
                        "# - sources.toml: source.a.socks5_proxy_source_address: is not said to the proxy, which chooses the address: one that leaves from 192.0.2.1 alone would be right",
                        "# - sources.toml: source.c.source_address: 'not an address' is no address; the source c is left out until [source.c] has one",
                        "# - sources.toml: source.d.remote_port: ports are of next hops: \"[host.example]:2525\" in [routes]",
                        "# - sources.toml: pool.p: its source c is not among those that were carried over");
    }

    @Test
    void queuesAreTheQueuesSettings() throws Exception {
        var made =
                made(
                        "sources.toml",
                        """
                        [source.a]
                        source_address = "192.0.2.1"
                        [pool.first.a]
                        [pool.main.a]
                        """,
                        "queues.toml",
                        """
                        default_tenant = "t"
                        [queue.default]
                        max_age = "24 hours"
                        retry_interval = "10 mins"
                        max_retry_interval = "1 hour"
                        egress_pool = "main"
                        [queue.'gmail.com']
                        retry_interval = '17 mins'
                        max_age = '22 hours'
                        [queue.'gmail.com'.t]
                        max_age = '1 hour'
                        [queue.'in.example']
                        routing_domain = '[10.0.0.1]'
                        [tenant.t]
                        egress_pool = "first"
                        """);

        var queue = config(made).queue();
        assertThat(queue.pool()).isEqualTo("main");
        assertThat(queue.bulk()).isEqualTo(Duration.ofHours(24));
        assertThat(queue.relayed()).isEqualTo(Duration.ofHours(24));
        assertThat(queue.retry())
                .extracting(RetrySection::provider, RetrySection::delays)
                .containsExactly(
                        tuple(
                                Optional.of("gmail"),
                                List.of(
                                        Duration.ofMinutes(17),
                                        Duration.ofMinutes(34),
                                        Duration.ofMinutes(60))),
                        tuple(
                                Optional.empty(),
                                List.of(
                                        Duration.ofMinutes(10),
                                        Duration.ofMinutes(20),
                                        Duration.ofMinutes(40),
                                        Duration.ofMinutes(60))));
        assertThat(config(made).routes()).hasToString("{in.example=10.0.0.1}");
        assertThat(left(made))
                .containsExactly(
                        "# - queues.toml: default_tenant: mail is of the tenant of its user or token: 'restante user add NAME --tenant t'",
                        "# - queues.toml: queue.gmail.com.max_age: lifetimes are of all domains alike ([queue])",
                        "# - queues.toml: queue.gmail.com.t: a queue of one tenant or campaign has no settings of its own",
                        "# - queues.toml: tenant.t.egress_pool: a tenant's pool is that of its users and tokens: 'restante user add NAME --tenant t --pool first'");
    }

    @Test
    void numbersAreReadAsKumoMtaReadsThem() throws Exception {
        var made =
                made(
                        "shaping.toml",
                        """
                        ["example.com"]
                        connection_limit = {limit=3}
                        max_message_rate = "1_000/2minutes"
                        max_deliveries_per_connection = 20
                        ["example.net"]
                        connection_limit = "local:1,500"
                        max_message_rate = "5/minute,max_burst=1"
                        """);

        assertThat(left(made)).isEmpty();
        assertThat(config(made).limits().site().get("example.com").connections()).contains(3);
        assertThat(config(made).limits().site().get("example.com").messagesPerHour())
                .contains(30_000);
        assertThat(config(made).limits().site().get("example.net").connections()).contains(1500);
        assertThat(config(made).limits().site().get("example.net").messagesPerHour()).contains(300);
    }
}

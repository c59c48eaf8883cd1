package org.restante.app.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.restante.app.migration.Carried.config;
import static org.restante.app.migration.Carried.left;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.migration.Migration.From;

/// What becomes of what PowerMTA is told in its `config`.
final class PowerMtaMigrationTest {
    @TempDir private Path folder;

    private String made(String text) throws Exception {
        var file = Files.writeString(folder.resolve("config"), text);
        return Migration.of(List.of(file), From.POWERMTA, Knowledge.shipped().providers()).text();
    }

    @Test
    void whatMustBeEncryptedStillMustBe() throws Exception {
        var made =
                made(
                        """
                        <domain *>
                            use-starttls yes
                            require-starttls yes
                        </domain>
                        <domain old.test>
                            use-starttls no
                        </domain>
                        <domain may.test>
                            require-starttls no
                        </domain>
                        """);

        var wishes = new TreeMap<String, String>();
        config(made)
                .receiverTls()
                .forEach(
                        (domain, wish) -> wishes.put(domain, wish.name().toLowerCase(Locale.ROOT)));
        assertThat(wishes)
                .isEqualTo(Map.of("*", "require", "old.test", "none", "may.test", "usual"));
        assertThat(left(made)).isEmpty();
    }

    @Test
    void retriesAreThoseOfTheQueue() throws Exception {
        var made =
                made(
                        """
                        <domain *>
                            retry-after 10m
                        </domain>
                        <domain yahoo.com>
                            retry-after 20m,40m,1h
                        </domain>
                        <domain shop.test>
                            retry-after 5m
                        </domain>
                        """);

        var retry = config(made).queue().retry();
        assertThat(retry).hasSize(2);
        assertThat(retry.get(0).provider()).contains("yahoo");
        assertThat(retry.get(0).delays())
                .containsExactly(
                        Duration.ofMinutes(20), Duration.ofMinutes(40), Duration.ofHours(1));
        assertThat(retry.get(1).provider()).isEmpty();
        assertThat(retry.get(1).delays()).containsExactly(Duration.ofMinutes(10));
        assertThat(left(made))
                .containsExactly(
                        "# - config:8: retry-after: retries are by provider and cause ([[queue.retry]]), and shop.test is of no provider that is known");
    }

    @Test
    void sizesAreReadAsPowerMtaWritesThem() throws Exception {
        var made =
                made(
                        """
                        <source 10.0.0.0/8>
                            max-message-size 20M
                        </source>
                        """);
        assertThat(config(made).reception().messageSize()).hasToString("20MiB");

        assertThat(left(made("<source 0/0>\n max-message-size unlimited\n</source>\n")))
                .containsExactly(
                        "# - config:2: max-message-size: there is always a largest message; up to 1GiB can be set");
        assertThat(
                        left(
                                made(
                                        """
                                        <source 10.0.0.1>
                                            max-message-size 30M
                                        </source>
                                        <source 10.0.0.2>
                                            max-message-size 20M
                                        </source>
                                        """)))
                .containsExactly(
                        "# - config:5: max-message-size: 20M is less than what config:2: max-message-size says; the size is of all clients alike, and the larger one was kept");
    }

    @Test
    void keysForDkimAreCarriedOver() throws Exception {
        var made =
                made(
                        """
                        domain-key s1,shop.example,/etc/pmta/s1.pem
                        <virtual-mta v1>
                            domain-key s2, shop.example, /etc/pmta/s2.pem
                            domain-key s3,*,/etc/pmta/s3.pem
                        </virtual-mta>
                        <domain *>
                            dkim-sign yes
                        </domain>
                        <domain quiet.test>
                            dkim-sign no
                        </domain>
                        """);

        assertThat(config(made).signing().domain()).containsOnlyKeys("shop.example");
        assertThat(config(made).signing().domain().get("shop.example").keys())
                .isEqualTo(
                        Map.of(
                                "s1",
                                Path.of("/etc/pmta/s1.pem"),
                                "s2",
                                Path.of("/etc/pmta/s2.pem")));
        assertThat(left(made))
                .containsExactly(
                        "# - config:3: domain-key: the key signs mail of every source, not of v1 alone",
                        "# - config:4: domain-key: a key is of one domain; [signing.domain.\"example.org\"] with keys = { s3 = \"/etc/pmta/s3.pem\" } for each would be right",
                        "# - config:10: dkim-sign: mail is signed by its From, wherever it goes");
    }

    @Test
    void aSourceWhoseAddressIsNotUnderstoodSendsNothing() throws Exception {
        var made =
                made(
                        """
                        <virtual-mta v1>
                            smtp-source-host 192.0.2.1 v1.example
                        </virtual-mta>
                        <virtual-mta v2>
                            smtp-source-host eth0:1 v2.example
                        </virtual-mta>
                        <virtual-mta-pool p>
                            virtual-mta v1
                            virtual-mta v2
                        </virtual-mta-pool>
                        """);

        assertThat(config(made).source()).containsOnlyKeys("v1");
        assertThat(config(made).pool().get("p").sources()).isEqualTo(Map.of("v1", 1));
        assertThat(left(made))
                .containsExactly(
                        "# - config:5: smtp-source-host: 'eth0:1' is no address; the source v2 is left out until [source.v2] has one",
                        "# - config:7: <virtual-mta-pool p>: its source v2 is not among those that were carried over");
    }

    @Test
    void mailThatNamesNoPoolLeavesByTheOneThatWasTheUsual() throws Exception {
        var made =
                made(
                        """
                        <virtual-mta v1>
                            smtp-source-host 192.0.2.1 v1.example
                        </virtual-mta>
                        <virtual-mta v2>
                            smtp-source-host 192.0.2.2 v2.example
                            smtp-source-host 192.0.2.3 v3.example
                        </virtual-mta>
                        <virtual-mta-pool p>
                            virtual-mta v1
                        </virtual-mta-pool>
                        <source 10.0.0.0/8>
                            default-virtual-mta v2
                            process-x-virtual-mta yes
                        </source>
                        """);

        assertThat(config(made).queue().pool()).isEqualTo("v2");
        assertThat(config(made).pool().get("v2").sources()).isEqualTo(Map.of("v2", 1));
        assertThat(config(made).source().get("v2").ipv4().orElseThrow().getHostAddress())
                .isEqualTo("192.0.2.2");
        assertThat(left(made))
                .containsExactly(
                        "# - config:6: smtp-source-host: a source has one address of each family; 192.0.2.3 would be [source.v2-2], beside v2 in its pools",
                        "# - config:13: process-x-virtual-mta: mail names its pool by X-Restante-Pool, of a user that steers ('restante user add --steers'); a virtual MTA that is named alone needs a pool of its own, such as [pool.v1] sources = { v1 = 1 }");
    }

    @Test
    void aPasswordForANextHopIsNamedWithWhereItBelongs() throws Exception {
        assertThat(
                        left(
                                made(
                                        """
                                        <domain relayed.test>
                                            route smtp.relay.example:587
                                            auth-username us
                                            auth-password s3cret
                                        </domain>
                                        """)))
                .containsExactly(
                        "# - config:3: auth-username: its password is not copied; put it into a file of its own and write [next_hop.\"[smtp.relay.example]:587\"] with user = \"us\" and password = { file = \"…\" }");
    }

    @Test
    void aQueueOfSeveralDomainsIsAllOfThem() throws Exception {
        var made =
                made(
                        """
                        <domain relay.rollup>
                            auth-username us
                            auth-password s3cret
                            route smtp.relay.example:587
                            require-starttls yes
                            max-smtp-out 10
                        </domain>
                        <domain *>
                            queue-to relay.rollup
                        </domain>
                        <mx-rollup-list>
                            mx *.google.com gmail.rollup
                        </mx-rollup-list>
                        <domain gmail.rollup>
                            max-smtp-out 3
                            bounce-after 1d
                        </domain>
                        <domain other.rollup>
                            max-smtp-out 4
                        </domain>
                        """);

        assertThat(config(made).routes()).hasToString("{*=[smtp.relay.example]:587}");
        assertThat(config(made).receiverTls()).hasToString("{*=REQUIRE}");
        assertThat(config(made).limits().all().connections()).contains(10);
        assertThat(config(made).limits().provider().get("gmail").connections()).contains(3);
        assertThat(made).doesNotContain("s3cret");
        assertThat(left(made))
                .containsExactly(
                        "# - config:2: auth-username: its password is not copied; put it into a file of its own and write [next_hop.\"[smtp.relay.example]:587\"] with user = \"us\" and password = { file = \"…\" }",
                        "# - config:16: bounce-after: is of no domain; gmail.rollup stands for MX hosts here",
                        "# - config:19: max-smtp-out: which domains or MX hosts other.rollup stands for is not in the files that were handed in; their limits would stand in [limits.provider.NAME] or [limits.site.\"…\"]");
    }

    @Test
    void itListensWhereItDidAndForWhomItDid() throws Exception {
        var made =
                made(
                        """
                        smtp-listener 0/0:2525
                        smtp-port 2526
                        <source {auth}>
                            always-allow-relaying yes
                        </source>
                        <source 10.0.0.0/8>
                            always-allow-relaying true
                        </source>
                        """);

        assertThat(config(made).listener())
                .extracting(one -> one.address().getPort())
                .containsExactly(2525, 2526);
        assertThat(made).contains("networks = [\"10.0.0.0/8\"]");
        assertThat(left(made)).isEmpty();
    }

    @Test
    void aUsersOwnPoolIsNotThatOfAllMail() throws Exception {
        var made =
                made(
                        """
                        total-max-smtp-in 6000
                        <virtual-mta v1>
                            smtp-source-host 192.0.2.1 v1.example
                        </virtual-mta>
                        <virtual-mta v2>
                            smtp-source-host 192.0.2.2 v2.example
                        </virtual-mta>
                        <source {shop}>
                            default-virtual-mta v1
                        </source>
                        <source 0/0>
                            default-virtual-mta v2
                        </source>
                        """);

        assertThat(config(made).queue().pool()).isEqualTo("v2");
        assertThat(config(made).reception().connections()).isEqualTo(6000);
        assertThat(left(made))
                .containsExactly(
                        "# - config:9: default-virtual-mta: is of the users of {shop}: 'restante user add NAME --pool v1'");
    }
}

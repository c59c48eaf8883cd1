package org.restante.sending.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.restante.mail.message.Domain;
import org.restante.sending.delivery.Mail;
import org.restante.sending.routing.MxHost;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Protocol;
import org.restante.sending.routing.Route;
import org.restante.sending.routing.Source;

/// How tenants share a lane.
final class TurnsTest {
    private static final Source US = Source.unbound("us", new Domain("us.test"));

    private final Turns turns = new Turns("site", new SiteHolds());

    /// So many transactions for so many recipients each.
    private static final class Much implements Bucket {
        private final String tenant;
        private final boolean isTransactional;
        private final int recipients;
        private int left;

        Much(String tenant, boolean isTransactional, int transactions, int recipients) {
            this.tenant = tenant;
            this.isTransactional = isTransactional;
            this.recipients = recipients;
            left = transactions;
        }

        @Override
        public String domain() {
            return "shop.test";
        }

        @Override
        public Pool pool() {
            return Pool.of(US);
        }

        @Override
        public Source source() {
            return US;
        }

        @Override
        public String tenant() {
            return tenant;
        }

        @Override
        public String stream() {
            return tenant + "/news";
        }

        @Override
        public boolean isTransactional() {
            return isTransactional;
        }

        @Override
        public int waiting() {
            return left * recipients;
        }

        @Override
        public Duration dueFor() {
            return Duration.ZERO;
        }

        @Override
        public Optional<Consignment> take(int mostRecipients, Preference preference) {
            if (left == 0) {
                return Optional.empty();
            }
            left--;
            return Optional.of(new Some(Math.min(recipients, mostRecipients)));
        }
    }

    private record Some(int recipients) implements Consignment {
        @Override
        public UUID id() {
            return new UUID(0, 0);
        }

        @Override
        public Mail mail() throws IOException {
            throw new IOException("not read here");
        }

        @Override
        public void begins() {}

        @Override
        public void settle(List<Settled> outcomes, Facts facts) {}

        @Override
        public void putBack() {}
    }

    private static Way.Open way() throws Exception {
        var address = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        var host = new MxHost("mx", "mx", List.of(address), false);
        return new Way.Open(
                "shop.test",
                new Route.Reachable(
                        "site",
                        List.of(new Route.Group(0, List.of(host))),
                        25,
                        Protocol.SMTP,
                        false,
                        false,
                        Duration.ZERO,
                        List.of()),
                null);
    }

    private void add(String tenant, int buckets, int transactions, int recipients)
            throws Exception {
        for (int i = 0; i < buckets; i++) {
            turns.add(new Much(tenant, false, transactions, recipients), way());
        }
    }

    private Optional<Turns.Found> next() {
        return turns.take(100, 100, Preference.ANY, true, 0);
    }

    @Test
    void aTenantWithAHundredThousandDelaysTheTenOfAnotherByTenMessages() throws Exception {
        add("large", 100, 1000, 1);
        add("small", 1, 10, 1);

        var tenants = new ArrayList<String>();
        for (int i = 0; i < 21; i++) {
            tenants.add(next().orElseThrow().ready().bucket().tenant());
        }

        assertThat(tenants).filteredOn("small"::equals).hasSize(10);
    }

    @Test
    void largeTransactionsArePaidForByTurnsLeftOut() throws Exception {
        add("large", 3, 1000, 50);
        add("small", 1, 1000, 1);

        int large = 0;
        int small = 0;
        for (int i = 0; i < 510; i++) {
            var found = next().orElseThrow();
            boolean isLarge = found.ready().bucket().tenant().equals("large");
            large += isLarge ? found.consignment().recipients() : 0;
            small += isLarge ? 0 : found.consignment().recipients();
        }

        assertThat(large).isBetween(450, 550);
        assertThat(small).isBetween(450, 550);
    }

    @Test
    void whoIsAloneWaitsForNobody() throws Exception {
        add("large", 2, 3, 100);

        for (int i = 0; i < 6; i++) {
            assertThat(next()).isPresent();
        }
        assertThat(next()).isEmpty();
    }

    /// Of tenants that always have mail none is ahead of another by more than a transaction of each, whatever their buckets and sizes.
    @Test
    void tenantsThatHaveMailGetTheSame() throws Exception {
        for (long seed = 1; seed <= 100; seed++) {
            shares(seed);
        }
    }

    private static void shares(long seed) throws Exception {
        var chance = new Random(seed);
        var turns = new Turns("site", new SiteHolds());
        Map<String, Integer> largest = new HashMap<>();
        int tenants = 2 + chance.nextInt(8);
        for (int i = 0; i < tenants; i++) {
            int buckets = 1 + chance.nextInt(20);
            for (int j = 0; j < buckets; j++) {
                int recipients = 1 + chance.nextInt(chance.nextBoolean() ? 3 : 100);
                turns.add(new Much("t" + i, false, 1_000_000, recipients), way());
                largest.merge("t" + i, recipients, Math::max);
            }
        }
        Map<String, Integer> got = new HashMap<>();
        for (int i = 0; i < 3000; i++) {
            var found = turns.take(100, 100, Preference.ANY, true, 0).orElseThrow();
            got.merge(
                    found.ready().bucket().tenant(),
                    found.consignment().recipients(),
                    Integer::sum);
            if (i % 100 == 99) {
                assertIsFair(seed, got, largest, tenants);
            }
        }
    }

    private static void assertIsFair(
            long seed, Map<String, Integer> got, Map<String, Integer> largest, int tenants) {
        for (int a = 0; a < tenants; a++) {
            for (int b = 0; b < tenants; b++) {
                int ahead = got.getOrDefault("t" + a, 0) - got.getOrDefault("t" + b, 0);
                assertThat(ahead)
                        .as("seed %d: t%d before t%d", seed, a, b)
                        .isLessThanOrEqualTo(largest.get("t" + a) + largest.get("t" + b) + 1);
            }
        }
    }

    @Test
    void transactionalMailGoesFirstAndBulkEveryFifthTime() throws Exception {
        add("large", 1, 1000, 1);
        turns.add(new Much("other", true, 1000, 1), way());

        var kinds = new ArrayList<Boolean>();
        for (int i = 0; i < 10; i++) {
            kinds.add(next().orElseThrow().ready().bucket().isTransactional());
        }

        assertThat(kinds)
                .containsExactly(true, true, true, true, false, true, true, true, true, false);
    }
}

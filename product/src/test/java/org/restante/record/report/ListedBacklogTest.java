package org.restante.record.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.restante.record.logs.QueueListing;
import org.restante.record.report.Backlog.By;

final class ListedBacklogTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final ListedBacklog backlog =
            new ListedBacklog((host, domain) -> new Places.Place(provider(host, domain), domain));

    private static @Nullable String provider(@Nullable String host, String domain) {
        var name = host == null ? domain : host;
        return name.contains("yahoo") ? "yahoo" : null;
    }

    private void waits(String domain, long count, int minutes, @Nullable String reason) {
        backlog.accept(
                new QueueListing.Entry(
                        "1", domain, NOON.minusSeconds(60L * minutes), -1, reason, count, false));
    }

    @Test
    void recipientsAreCountedByProviderAndDomain() {
        waits("yahoo.com", 3, 10, null);
        waits("company.test", 2, 90, "host mta1.yahoodns.net[192.0.2.1] said: 421 later");
        waits("yahoo.com", 1, 30, null);
        waits("", 1, 5, null);
        waits("b.test", 1, 1, null);

        assertThat(backlog.backlog(2))
                .containsExactly(
                        row(By.PROVIDER, "yahoo", 6, 90),
                        row(By.PROVIDER, "(unknown)", 2, 5),
                        row(By.DOMAIN, "yahoo.com", 4, 30),
                        row(By.DOMAIN, "company.test", 2, 90),
                        row(By.DOMAIN, "(others)", 2, 5));
    }

    private static Backlog row(By by, String key, long waiting, int minutes) {
        return new Backlog(by, key, waiting, null, NOON.minusSeconds(60L * minutes), true);
    }

    @Test
    void domainsWithoutEndAreCountedTogether() {
        for (int i = 0; i < ListedBacklog.CAPACITY + 500; i++) {
            waits("d" + i + ".test", 1, 1, null);
        }

        assertThat(backlog.backlog(1))
                .containsExactly(
                        row(By.PROVIDER, "(unknown)", ListedBacklog.CAPACITY + 500, 1),
                        row(By.DOMAIN, "d0.test", 1, 1),
                        row(By.DOMAIN, "(others)", ListedBacklog.CAPACITY + 499, 1));
    }
}

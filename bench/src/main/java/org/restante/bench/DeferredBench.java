package org.restante.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.restante.record.store.Cut;
import org.restante.record.store.Question;
import org.restante.record.store.Question.Narrowing;
import org.restante.record.store.StoreKeeper;
import org.restante.record.store.StoreSettings;
import org.restante.record.store.StoreTrouble;

/// How long it takes to tell who is deferred still. A store takes a few events in; so many recipients that are deferred are made by SQL, of 5,000
/// domains, the most of a few, three streams and the ways and replies that those events know; then it is asked what the console asks.
/// Arguments: the folder to work in, recipients, rounds of questions. A folder that is filled is asked only.
public final class DeferredBench {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int MESSAGES = 2_000;

    private static final String MADE =
            """
            INSERT INTO deferred BY NAME SELECT (hash(i) >> 1)::BIGINT AS key, (hash(i, 1) >> 1)::BIGINT AS queue,
                TIMESTAMP '%1$s' - to_seconds((300000 * pow(random(), 3))::BIGINT + 3600) AS since,
                TIMESTAMP '%1$s' - to_seconds((3600 * random())::BIGINT) AS last, 3 AS tries, false AS is_unproven,
                uuid()::VARCHAR AS queue_id, 'person.' || i || '@domain' || d || '.example' AS recipient,
                'domain' || d || '.example' AS recipient_domain,
                list_extract((SELECT list(id ORDER BY id) FROM letters), 1 + i %% (SELECT count(*) FROM letters)) AS letter,
                list_extract((SELECT list(id ORDER BY id) FROM routes), 1 + d %% (SELECT count(*) FROM routes)) AS route,
                list_extract((SELECT list(id ORDER BY id) FROM outcomes), 1 + (d + i %% 3) %% (SELECT count(*) FROM outcomes)) AS outcome,
                '450 4.2.1 too many messages from you, try ' || md5(i::VARCHAR) || ' later' AS text
            FROM (SELECT range AS i, least(4999, abs(400 * sqrt(-2 * ln(random() + 1e-12)) * cos(6.28 * random()))::INTEGER) AS d
                FROM range(%2$d))\
            """;

    private DeferredBench() {}

    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        long recipients = Long.parseLong(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        var settings = StoreSettings.of(List.of(folder.resolve("events")), folder.resolve("store"));
        var now = Instant.parse("2026-11-28T12:00:00Z");
        var file = settings.folder().resolve("events.duckdb");
        if (!Files.exists(file)) {
            StoreBench.fillAndTakeIn(settings, MESSAGES);
            make(file, now, recipients);
        }
        try (var keeper =
                new StoreKeeper(settings, StoreBench.command(settings), System::nanoTime)) {
            keeper.start();
            while (!StoreBench.isThere(keeper)) {
                Thread.sleep(200);
            }
            System.out.printf(Locale.ROOT, "%,d recipients are deferred%n", recipients);
            ask(keeper, rounds, "by provider", question(now, Cut.PROVIDER, Narrowing.NOTHING));
            ask(keeper, rounds, "by source", question(now, Cut.SOURCE, Narrowing.NOTHING));
            ask(keeper, rounds, "by cause", question(now, Cut.CAUSE, Narrowing.NOTHING));
            ask(keeper, rounds, "by domain", question(now, Cut.DOMAIN, Narrowing.NOTHING));
            var gmail = new Narrowing(Map.of(Cut.PROVIDER, List.of("gmail")));
            ask(keeper, rounds, "by domain, of gmail", question(now, Cut.DOMAIN, gmail));
        }
    }

    private static Question.Lasting question(Instant now, @Nullable Cut by, Narrowing narrowing) {
        return new Question.Lasting(now, by, narrowing, 20, 10);
    }

    private static void ask(StoreKeeper keeper, int rounds, String what, Question.Lasting question)
            throws StoreTrouble, InterruptedException {
        var times = new ArrayList<Double>();
        long pid = keeper.pid().orElseThrow();
        double used = StoreBench.processor(pid);
        for (int i = 0; i < rounds; i++) {
            long began = System.nanoTime();
            keeper.lasting(question, BOUND);
            times.add((System.nanoTime() - began) / 1e6);
        }
        Collections.sort(times);
        System.out.printf(
                Locale.ROOT,
                "%-20s p50 %,.0f ms, p95 %,.0f ms, processor %,.0f ms%n",
                what,
                times.get(times.size() / 2),
                times.get((int) Math.ceil(0.95 * times.size()) - 1),
                (StoreBench.processor(pid) - used) / rounds);
    }

    private static void make(Path file, Instant now, long recipients) throws SQLException {
        var wishes = new Properties();
        wishes.put("memory_limit", "2GiB");
        wishes.put("threads", "2");
        wishes.put("temp_directory", file.resolveSibling("many").toString());
        try (var connection = DriverManager.getConnection("jdbc:duckdb:" + file, wishes);
                var sql = connection.createStatement()) {
            var time = now.toString().replace('T', ' ').replace("Z", "");
            if (!hasAge(sql)) {
                sql.execute(MADE.formatted(time, recipients));
            } else {
                sql.execute(
                        MADE.formatted(time, recipients)
                                        .replace(
                                                "BY NAME SELECT",
                                                "BY NAME SELECT *, epoch_ms(last) - epoch_ms(since) AS age_ms FROM (SELECT")
                                + ")");
            }
            sql.execute("CHECKPOINT");
        }
    }

    private static boolean hasAge(Statement sql) throws SQLException {
        try (var row =
                sql.executeQuery(
                        "SELECT count(*) FROM duckdb_columns() WHERE table_name = 'deferred' AND column_name = 'age_ms'")) {
            row.next();
            return row.getLong(1) > 0;
        }
    }
}

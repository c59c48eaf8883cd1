package org.restante.app.knowledge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.RuleBook;
import org.restante.testing.Corpora;

/// Measures how many replies a judge takes a second: the development replies, again and again with fresh ids, addresses and
/// numbers. Not a test: a program, `java … org.restante.app.knowledge.JudgeSpeed [threads]`.
final class JudgeSpeed {
    private static final Pattern MAILBOX =
            Pattern.compile("[A-Za-z0-9.+_-]+@[A-Za-z0-9.-]+\\.[a-z]+");
    private static final Pattern ADDRESS4 =
            Pattern.compile("\\b\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\b");
    private static final Pattern ID = Pattern.compile("\\b(?=\\w*\\d)(?=\\w*[a-z])\\w{9,}\\b");
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\w.#])\\d{2,}(?=\\s(?:second|minute|hour|byte|message))");

    private final Random random = new Random(7);

    private JudgeSpeed() {}

    /// @param arguments how many threads; two when left out
    public static void main(String[] arguments) throws InterruptedException {
        int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
        var speed = new JudgeSpeed();
        var replies = speed.replies(40);
        var book = Knowledge.shipped().rules();
        System.out.printf(
                "%d replies, %d bytes on average%n",
                replies.size(), replies.stream().mapToLong(r -> r.length).sum() / replies.size());
        var judge = new Judge(book);
        System.out.printf(
                "%d different normal texts%n",
                replies.stream()
                        .mapToLong(r -> judge.templateHash(r, 0, r.length))
                        .distinct()
                        .count());
        for (int round = 0; round < 4; round++) {
            System.out.printf(
                    "cached   %,d replies/s on %d threads%n",
                    run(book, replies, threads, true, 40), threads);
        }
        for (int round = 0; round < 3; round++) {
            System.out.printf(
                    "uncached %,d replies/s on %d threads%n",
                    run(book, replies, threads, false, 6), threads);
        }
    }

    private static long run(
            RuleBook book, List<byte[]> replies, int threads, boolean remembers, int times)
            throws InterruptedException {
        var workers = new ArrayList<Thread>();
        long begin = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            int offset = i * 7919;
            workers.add(
                    Thread.ofPlatform()
                            .start(() -> judgeAll(book, replies, remembers, times, offset)));
        }
        for (var worker : workers) {
            worker.join();
        }
        return (long)
                ((double) replies.size() * times * threads / (System.nanoTime() - begin) * 1e9);
    }

    private static void judgeAll(
            RuleBook book, List<byte[]> replies, boolean remembers, int times, int offset) {
        var judge = remembers ? new Judge(book) : Judge.forgetful(book);
        int sum = 0;
        long begin =
                java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < replies.size() * times; i++) {
            byte[] reply = replies.get((i + offset) % replies.size());
            sum += judge.judge(reply, 0, reply.length, null, null, null).code();
        }
        long cpu =
                java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
                        - begin;
        System.out.printf(
                "  one thread: %d ns of its own time a reply (%d)%n",
                cpu / replies.size() / times, sum & 1);
    }

    private List<byte[]> replies(int copies) {
        var rows = Labels.rows(Corpora.require("replies").resolve("replies.tsv"));
        var replies = new ArrayList<byte[]>();
        for (int copy = 0; copy < copies; copy++) {
            for (var row : rows) {
                replies.add(fresh(row.get("text")).getBytes(StandardCharsets.UTF_8));
            }
        }
        java.util.Collections.shuffle(replies, random);
        return replies;
    }

    private String fresh(String text) {
        var changed = text.replace("\\n", "\n");
        changed =
                MAILBOX.matcher(changed)
                        .replaceAll(_ ->
                                "u"
                                        + random.nextInt(1_000_000)
                                        + "@d"
                                        + random.nextInt(100_000)
                                        + ".example.com");
        changed =
                ADDRESS4.matcher(changed)
                        .replaceAll(_ ->
                                random.nextInt(1, 224)
                                        + "."
                                        + random.nextInt(256)
                                        + "."
                                        + random.nextInt(256)
                                        + "."
                                        + random.nextInt(256));
        changed =
                ID.matcher(changed)
                        .replaceAll(_ -> Long.toString(random.nextLong(1L << 50, 1L << 60), 36));
        return NUMBER.matcher(changed).replaceAll(_ -> String.valueOf(random.nextInt(10, 9000)));
    }
}

package org.restante.record.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.restante.record.store.Wire.Told;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the store's process running, and asks it. Starting, dying and starting again happen on threads of its own: nobody waits for them but
/// who asks.
public final class StoreKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreKeeper.class);

    /// Between two starts, at first and at most; twice as long each time it died young.
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration GROWN_UP = Duration.ofMinutes(1);

    /// What a process gets to end by itself.
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private static final long SLACK_MILLIS = 1_000;

    /// Questions that wait for their answers at once; the process answers a few at a time.
    static final int MOST_OPEN = 16;

    /// The number of no question: it ends the process's input.
    private static final long END = 0;

    private record Asked(long number, byte[] frame) {}

    private final StoreSettings settings;
    private final List<String> command;
    private final LongSupplier ticker;
    private final Thread thread;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, CompletableFuture<Told>> open = new ConcurrentHashMap<>();
    private volatile @Nullable Process process;
    private final Semaphore room = new Semaphore(MOST_OPEN);

    /// What is asked of the process that runs. A thread of its own writes it: who asks does not wait for a process that reads nothing.
    private volatile @Nullable BlockingQueue<Asked> questions;

    private volatile String trouble = "the store is starting";
    private volatile boolean closed;

    /// Whether the next process finds nothing and begins anew.
    private final AtomicBoolean forgets = new AtomicBoolean();

    /// @param command starts a [StoreProcess] that talks by its standard input and output, and writes what goes wrong to its standard error
    /// @param ticker nanoseconds, monotonic
    public StoreKeeper(StoreSettings settings, List<String> command, LongSupplier ticker) {
        this.ticker = ticker;
        this.settings = settings;
        this.command = List.copyOf(command);
        thread = Thread.ofPlatform().name("store").daemon().unstarted(this::keep);
    }

    /// Starts it, and keeps it running from now on.
    public void start() {
        thread.start();
    }

    /// The number of the process that runs; empty when none does.
    public OptionalLong pid() {
        var running = process;
        return running == null || !running.isAlive()
                ? OptionalLong.empty()
                : OptionalLong.of(running.pid());
    }

    /// Throws away what is there and makes it anew from the journals.
    public void rebuild() {
        forgets.set(true);
        trouble = "the store is made anew";
        var running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    private void keep() {
        var pause = SHORTEST_PAUSE;
        while (!closed) {
            long began = ticker.getAsLong();
            try {
                live();
            } catch (IOException e) {
                fell("the store's process cannot be started: " + e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
            if (closed) {
                return;
            }
            boolean diedYoung = ticker.getAsLong() - began < GROWN_UP.toNanos();
            pause = diedYoung ? pause.multipliedBy(2) : SHORTEST_PAUSE;
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            LOG.warn("{}; it is started again in {} ms", trouble, pause.toMillis());
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /// One life of the process.
    private void live() throws IOException, InterruptedException {
        if (forgets.getAndSet(false)) {
            StoreProcess.forget(settings);
        }
        Files.createDirectories(settings.scratch());
        var running =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.PIPE).start();
        process = running;
        if (closed) {
            running.destroy();
        }
        // No virtual thread: it would wait in a file's read as long as the process lives, and take
        // one of the few threads that carry mail.
        Thread.ofPlatform().name("store log").daemon().start(() -> tellAfter(running));
        var asked = new LinkedBlockingQueue<Asked>();
        var writer =
                Thread.ofPlatform()
                        .name("store questions")
                        .daemon()
                        .start(() -> write(asked, running));
        questions = asked;
        var why = "";
        try (var in = new DataInputStream(new BufferedInputStream(running.getInputStream()))) {
            for (var frame = Frames.read(in); frame != null; frame = Frames.read(in)) {
                var told = Wire.told(frame);
                var waiting = open.remove(told.number());
                if (waiting != null) {
                    waiting.complete(told);
                }
            }
        } catch (IOException | RuntimeException e) {
            why = ": " + e.getMessage();
            running.destroyForcibly();
        }
        int exit = running.waitFor();
        writer.interrupt();
        fell("the store's process ended with " + exit + why);
    }

    private void write(BlockingQueue<Asked> asked, Process running) {
        try (var out = new DataOutputStream(new BufferedOutputStream(running.getOutputStream()))) {
            for (var next = asked.take(); next.number() != END; next = asked.take()) {
                if (open.containsKey(next.number())) {
                    Frames.write(out, next.frame());
                }
            }
        } catch (IOException e) {
            // The process has ended, which who reads from it notices.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fell(String why) {
        trouble = why;
        questions = null;
        for (var number : List.copyOf(open.keySet())) {
            var waiting = open.remove(number);
            if (waiting != null) {
                waiting.complete(new Told(number, null, why));
            }
        }
    }

    /// What the process writes to its standard error goes to our log.
    private static void tellAfter(Process running) {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(running.getErrorStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                LOG.warn("the store: {}", line);
            }
        } catch (IOException e) {
            // It has ended.
        }
    }

    public Found.Standing standing(Duration bound) throws StoreTrouble, InterruptedException {
        return ask(new Question.Standing(), bound, Found.Standing.class);
    }

    public Found.Figures figures(Question.Figures question, Duration bound)
            throws StoreTrouble, InterruptedException {
        return ask(question, bound, Found.Figures.class);
    }

    public Found.Replies replies(Question.Replies question, Duration bound)
            throws StoreTrouble, InterruptedException {
        return ask(question, bound, Found.Replies.class);
    }

    public Found.Lasting lasting(Question.Lasting question, Duration bound)
            throws StoreTrouble, InterruptedException {
        return ask(question, bound, Found.Lasting.class);
    }

    public Found.Page search(Question.Search question, Duration bound)
            throws StoreTrouble, InterruptedException {
        return ask(question, bound, Found.Page.class);
    }

    public Found.Deeds deeds(Question.Deeds question, Duration bound)
            throws StoreTrouble, InterruptedException {
        return ask(question, bound, Found.Deeds.class);
    }

    public Found.Story story(Question.Story question, Duration bound)
            throws StoreTrouble, InterruptedException {
        return ask(question, bound, Found.Story.class);
    }

    private <T extends Found> T ask(Question question, Duration bound, Class<T> type)
            throws StoreTrouble, InterruptedException {
        var to = questions;
        if (to == null) {
            throw new StoreTrouble(trouble);
        }
        if (!room.tryAcquire()) {
            throw new StoreTrouble(
                    "the store has " + MOST_OPEN + " questions to answer already; ask again soon");
        }
        try {
            return ask(to, question, bound, type);
        } finally {
            room.release();
        }
    }

    private <T extends Found> T ask(
            BlockingQueue<Asked> to, Question question, Duration bound, Class<T> type)
            throws StoreTrouble, InterruptedException {
        long number = numbers.incrementAndGet();
        var waiting = new CompletableFuture<Told>();
        var asked = new Asked(number, Wire.ask(number, bound.toMillis(), question));
        open.put(number, waiting);
        try {
            to.add(asked);
            if (questions != to) {
                throw new StoreTrouble(trouble);
            }
            var told = waiting.get(bound.toMillis() + SLACK_MILLIS, TimeUnit.MILLISECONDS);
            if (told.found() == null) {
                throw new StoreTrouble(String.valueOf(told.trouble()));
            }
            return type.cast(told.found());
        } catch (TimeoutException e) {
            throw new StoreTrouble(
                    "the store did not answer within "
                            + bound.toMillis()
                            + " ms; it may still start");
        } catch (ExecutionException e) {
            throw new StoreTrouble(String.valueOf(e.getMessage()));
        } finally {
            open.remove(number);
            to.remove(asked);
        }
    }

    /// Ends the process: by the end of its input, and where that does not help by force.
    @Override
    public void close() {
        closed = true;
        var running = process;
        if (running != null) {
            var to = questions;
            try {
                if (to != null) {
                    to.add(new Asked(END, new byte[0]));
                } else {
                    running.destroy();
                }
                if (!running.waitFor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                    running.destroyForcibly();
                }
            } catch (InterruptedException e) {
                running.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        thread.interrupt();
    }
}

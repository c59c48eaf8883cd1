package org.restante.simulation.receiver;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;

/// What a receiver is like; its clients see none of it.
///
/// @param name for people
/// @param opaque whether every temporary refusal has the same words
/// @param hosts how many MX hosts of one preference
/// @param limitedAt where the limit is looked at: MAIL, RCPT, DATA or CONTENT
/// @param chargesRefused whether a refused message uses up the limit too
/// @param countsTogether whether all sources share one limit, one standing and one box
/// @param offended how a message with the offending content is refused, null when content offends nobody: the words of a lane
///     refusal, so that only comparison tells whose fault it is
public record ReceiverModel(
        String name,
        Flavour flavour,
        boolean opaque,
        int hosts,
        Door door,
        Limit limit,
        Stage limitedAt,
        boolean chargesRefused,
        boolean countsTogether,
        Weather weather,
        Box box,
        Standing standing,
        @Nullable Greylist greylist,
        Noise noise,
        Latency latency,
        @Nullable Check offended) {

    /// How connections are counted.
    ///
    /// @param connections from one source at once
    /// @param perMinute new ones from one source in a minute of the clock; 0: not counted
    /// @param messages on one connection
    public record Door(int connections, int perMinute, int messages) {
        public static final Door WIDE = new Door(20, 0, 100);

        public Door {
            if (connections < 1 || messages < 1 || perMinute < 0) {
                throw new IllegalArgumentException(
                        "a door lets in at least one connection with one message: "
                                + connections
                                + ", "
                                + messages);
            }
        }
    }

    /// What violations come to.
    ///
    /// @param violations as many open it; infinite: there is none
    /// @param decay the time in which violations fade to 37 %
    /// @param connectionWeight what a refused connection counts, where a refused message counts one
    /// @param length of the first
    /// @param growth each is so much longer than the one before
    /// @param longest what growth ends at
    /// @param rearmed whether a try during it starts it over
    /// @param forgotten so long after its end the next is a first one again
    public record Box(
            double violations,
            Duration decay,
            double connectionWeight,
            Duration length,
            double growth,
            Duration longest,
            boolean rearmed,
            Duration forgotten) {
        public static final Box NONE = of(Double.POSITIVE_INFINITY, Duration.ofMinutes(1));

        /// A plain one: violations fade in ten minutes, no growth, no re-arming.
        public static Box of(double violations, Duration length) {
            return new Box(
                    violations,
                    Duration.ofMinutes(10),
                    0.2,
                    length,
                    1,
                    Duration.ofHours(4),
                    false,
                    Duration.ofHours(2));
        }

        public Box growing(double factor) {
            return new Box(
                    violations, decay, connectionWeight, length, factor, longest, true, forgotten);
        }
    }

    /// What the receiver thinks of a source, 0 to 1; the limit is multiplied by it.
    ///
    /// @param perRefusal lost by each violation and each try in a box
    /// @param perUnknownUser lost by each recipient that does not exist
    /// @param recovery the time in which what was lost fades to 37 %
    /// @param first at the beginning
    /// @param least the limit is multiplied by no less
    public record Standing(
            double perRefusal,
            double perUnknownUser,
            Duration recovery,
            double first,
            double least) {
        public static final Standing IGNORED = new Standing(0, 0, Duration.ofHours(12), 1, 0.1);
    }

    /// A triple of source, reverse-path and recipient seen for the first time is put off (RFC 6647).
    ///
    /// @param delay before it is taken
    /// @param window after which a triple is forgotten
    /// @param passes after so many triples that came back, a source is put off no more
    public record Greylist(Duration delay, Duration window, int passes) {}

    /// What goes wrong at random.
    ///
    /// @param ambient share of messages refused with a 451 that means nothing
    /// @param mailboxFull share of recipients refused at their first try
    public record Noise(double ambient, double mailboxFull) {
        public static final Noise USUAL = new Noise(0, 0.002);
    }

    /// How long things take (log-normal).
    ///
    /// @param reply mean of a transaction that is taken; one that is refused takes 40 % of it
    /// @param spread of its logarithm
    /// @param connect mean of connecting with greeting and EHLO
    public record Latency(Duration reply, double spread, Duration connect) {
        public static final Latency USUAL =
                new Latency(Duration.ofMillis(600), 0.35, Duration.ofMillis(500));
    }

    public ReceiverModel {
        if (hosts < 1) {
            throw new IllegalArgumentException("a receiver has at least one host: " + hosts);
        }
        switch (limitedAt) {
            case MAIL, RCPT, DATA, CONTENT -> {}
            case CONNECT, GREETING, EHLO, STARTTLS, AUTH, QUIT ->
                    throw new IllegalArgumentException(
                            "a limit on messages is looked at in a transaction, not at "
                                    + limitedAt.word());
        }
    }

    /// A receiver without limits but its door's.
    public static ReceiverModel of(String name, Flavour flavour) {
        return new ReceiverModel(
                name,
                flavour,
                false,
                4,
                Door.WIDE,
                new Limit.None(),
                flavour.limitedAt(),
                false,
                false,
                Weather.FAIR,
                Box.NONE,
                Standing.IGNORED,
                null,
                Noise.USUAL,
                Latency.USUAL,
                null);
    }

    /// Messages a second that it takes from one source at best: its limit, or what fits through its connections.
    public double mostPerSecond() {
        return Math.min(limit.perSecond(), throughItsDoor());
    }

    private double throughItsDoor() {
        return door.connections() / (latency.reply().toNanos() / 1e9);
    }

    /// What it would take from so many sources in good standing at that moment, in messages a second.
    public double perSecondAt(int sources, long now) {
        if (weather.outUntil(now) > now) {
            return 0;
        }
        double each = Math.min(limit.perSecondAt(now) * weather.factor(now), throughItsDoor());
        return each * (countsTogether ? 1 : sources);
    }
}

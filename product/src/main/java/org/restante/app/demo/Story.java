package org.restante.app.demo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What happens in the demonstration, and when. What the receivers do of it stands in `demo.toml`.
public final class Story {
    /// Something that begins, told when its time has come.
    ///
    /// @param name in a few words
    /// @param telling what happens, and what to look for
    public record Scene(Duration at, String name, String telling) {}

    static final Duration LENGTH = Duration.ofMinutes(100);

    /// Before this one address sends, afterwards two; the receivers do not know the second.
    static final Duration SECOND_SOURCE = Duration.ofMinutes(20);

    private static final Duration BURST = Duration.ofMinutes(40);
    private static final Duration BAD_HOST = Duration.ofMinutes(55);
    private static final Duration BAD_LIST = Duration.ofMinutes(75);

    public static final List<Scene> SCENES =
            List.of(
                    new Scene(
                            Duration.ZERO,
                            "an ordinary hour",
                            "a shop's receipts, its newsletter and a forum's notices go to five receivers; one of them greylists"),
                    new Scene(
                            SECOND_SOURCE,
                            "a cold source",
                            "mta2 joins mta1. Gmail has never seen it, and takes a thirtieth of what it takes from mta1"),
                    new Scene(
                            BURST,
                            "a burst",
                            "the shop's sale: 1,200 messages to Yahoo in three minutes, which takes fewer than one a second"),
                    new Scene(
                            BAD_HOST,
                            "a bad MX host",
                            "one of Orange's two hosts refuses to talk for fifteen minutes; the other is well"),
                    new Scene(
                            BAD_LIST,
                            "a bought list",
                            "the newsletter goes to addresses at Microsoft of which a third do not exist, for ten minutes"),
                    new Scene(
                            Duration.ofMinutes(88),
                            "calm",
                            "nothing new begins; lanes that were slowed find their way back"));

    /// All mail of the story.
    static final List<Stream> STREAMS =
            List.of(
                    Stream.always("gmail", "shop", "transactional", 10),
                    Stream.always("microsoft", "shop", "transactional", 6),
                    Stream.always("yahoo", "shop", "transactional", 4),
                    Stream.always("orange", "shop", "transactional", 3),
                    Stream.always("greylist", "shop", "transactional", 2),
                    Stream.always("gmail", "shop", "news", 45),
                    Stream.always("microsoft", "shop", "news", 24),
                    Stream.always("yahoo", "shop", "news", 14),
                    Stream.always("orange", "shop", "news", 24),
                    Stream.always("greylist", "shop", "news", 5),
                    Stream.always("gmail", "forum", "notices", 15),
                    Stream.always("microsoft", "forum", "notices", 10),
                    Stream.always("yahoo", "forum", "notices", 6),
                    Stream.always("orange", "forum", "notices", 8),
                    new Stream(
                            "yahoo",
                            "shop",
                            "sale",
                            Optional.of("winter-sale"),
                            400,
                            BURST,
                            BURST.plusMinutes(3),
                            0.002),
                    new Stream(
                            "microsoft",
                            "shop",
                            "news",
                            Optional.of("bought-list"),
                            30,
                            BAD_LIST,
                            BAD_LIST.plusMinutes(10),
                            0.35));

    private Story() {}
}

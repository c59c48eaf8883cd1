package org.restante.app.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.restante.app.config.ConfigFile;
import org.restante.app.duty.MadeUpTraffic;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.event.EventJson;
import org.restante.record.journal.FileJournal;
import org.restante.record.journal.JournalSettings;
import org.restante.record.store.StoreKeeper;
import org.restante.record.store.StoreSettings;

/// A server with all there is: a file of settings, the store, the HTTP interface, a webhook. Closed in the order of `serve`.
public record WholeServer(Server server, StoreKeeper store, HttpDoor door)
        implements AutoCloseable {
    public static final InstantSource CLOCK = InstantSource.system();

    /// Of the made-up traffic: an hour that is well, then one source that is blocked at one receiver.
    private static final int MINUTES = 75;

    private static final int WELL = 60;

    /// @param folder where the settings are written and `data` is made
    /// @param receiver where all mail goes, on loopback
    public static WholeServer start(Path folder, int receiver) throws Exception {
        return start(folder, receiver, "", CLOCK);
    }

    /// @param more settings
    public static WholeServer start(Path folder, int receiver, String more, InstantSource clock)
            throws Exception {
        Files.writeString(folder.resolve("hook"), "http://127.0.0.1:9/nobody");
        var file = folder.resolve("restante.toml");
        Files.writeString(
                file,
                """
                [server]
                name = "mail.shop.example"
                data = "data"
                [[listener]]
                address = "127.0.0.1:0"
                [reception]
                message_size = "10MiB"
                [routes]
                "*" = "127.0.0.1:%d"
                [[webhook]]
                name = "team"
                kind = "slack"
                url = { file = "hook" }
                events = ["incident-opened"]
                %s
                """
                        .formatted(receiver, more));
        var data = folder.resolve("data");
        var read = ConfigFile.read(file, Map.of());
        var knowledge = Knowledge.shipped();
        var configured = new Configured(knowledge, clock, System::nanoTime, new Random(1));
        var server = Server.start(configured.settings(read), knowledge, clock, System::nanoTime);
        var store =
                StoreCommandLine.keeper(
                        StoreSettings.of(List.of(data.resolve("events")), data.resolve("store")));
        var reload = new Reload(server, configured, read, Map.of());
        var door =
                new HttpDoor(
                        server,
                        Optional.of(reload),
                        Optional.of(store),
                        data,
                        reload::tokens,
                        read.config()
                                .http()
                                .settings(
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        clock,
                        System::nanoTime);
        store.start();
        return new WholeServer(server, store, door);
    }

    /// Puts on record, before the server starts, what happened in the last hour and a quarter.
    public static void record(Path data) throws IOException {
        var begin = CLOCK.instant().minus(Duration.ofMinutes(MINUTES));
        try (var journal =
                new FileJournal(data.resolve("events"), JournalSettings.defaults(), CLOCK)) {
            var traffic =
                    new MadeUpTraffic(event -> {
                        try {
                            journal.append(EventJson.write(event).getBytes(StandardCharsets.UTF_8));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
            for (int minute = 0; minute < MINUTES; minute++) {
                traffic.minute(begin.plus(Duration.ofMinutes(minute)), minute >= WELL);
            }
        }
    }

    /// Has, before the server starts, a source on the third day of its plan.
    public static void warmUp(Path data) throws IOException {
        var today = LocalDate.ofInstant(CLOCK.instant(), ZoneOffset.UTC);
        Files.writeString(
                data.resolve("warmup.json"),
                """
                {"v":1,"saved":"%1$sT00:00:00Z",
                 "orders":[{"source":"mta2","receiver":null,"plan":"automatic","day":1,"by":"anna","reason":"new","at":"%1$sT00:00:00Z"}],
                 "warmups":[{"source":"mta2","receiver":"gmail","day":2,"date":"%1$s","used":120,"attempts":121,"refused":1,
                  "first":"%1$sT00:00:01Z","last_used":"%1$s","over":false,"history":[
                   {"date":"%2$s","day":1,"planned":200,"used":200,"attempts":202,"refused":2,"step":"held","next":1,"reason":"200 of 200 used"},
                   {"date":"%3$s","day":1,"planned":200,"used":200,"attempts":202,"refused":2,"step":"advanced","next":2,"reason":"200 of 200 used"}]}]}
                """
                        .formatted(today, today.minusDays(2), today.minusDays(1)));
    }

    @Override
    public void close() {
        door.drain();
        server.close();
        door.close();
        store.close();
    }
}

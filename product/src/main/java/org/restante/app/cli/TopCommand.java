package org.restante.app.cli;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.remote.ServerClient;
import org.restante.app.terminal.LaneRow;
import org.restante.app.terminal.Look;
import org.restante.app.terminal.TopView;
import org.restante.app.terminal.TopView.Order;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `restante top`: the running server's lanes, refreshed each second; printed once where there is no terminal.
@Command(
        name = "top",
        description =
                "Show the lanes of the running server each second: backlog, rate, deferrals, sessions, and why one is closed.",
        sortOptions = false)
final class TopCommand implements Callable<Integer> {
    private static final String OTHER_SCREEN = "\u001b[?1049h\u001b[?25l";
    private static final String OWN_SCREEN = "\u001b[?25h\u001b[?1049l";
    private static final long LOOK_FOR_KEYS_MILLIS = 50;

    private final Surroundings surroundings;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            defaultValue = "backlog",
            description = "backlog (${DEFAULT-VALUE}), rate, deferrals, site.")
    private String sort = "backlog";

    @Option(names = "--once", description = "Print once, also on a terminal.")
    private boolean once;

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    TopCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var order = order();
        try (var client = server.connect(surroundings)) {
            var view = new TopView(look(), authority(client.server()));
            if (once || !surroundings.terminal()) {
                printOnce(client, view, order);
            } else {
                show(client, view, order);
            }
        }
        return Exit.DONE;
    }

    private Order order() {
        for (var order : Order.values()) {
            if (order.name().equalsIgnoreCase(sort)) {
                return order;
            }
        }
        throw new InputError(
                "--sort: '" + sort + "' is not known; one of backlog, rate, deferrals, site");
    }

    private static String authority(URI server) {
        return server.getAuthority();
    }

    private Look look() {
        return new Look(
                surroundings.colours(),
                surroundings.unicode(),
                Math.clamp(surroundings.width(), Look.LEAST, 240));
    }

    /// Two looks a second apart, so that there are rates.
    private void printOnce(ServerClient client, TopView view, Order order)
            throws InterruptedException {
        look(client, view);
        Thread.sleep(1000);
        look(client, view);
        view.lines(order, Integer.MAX_VALUE, false).forEach(surroundings.out()::println);
        surroundings.out().flush();
    }

    private void look(ServerClient client, TopView view) {
        view.saw(lanes(client.get("/api/v1/lanes")), surroundings.clock().instant());
    }

    private void show(ServerClient client, TopView view, Order first)
            throws IOException, InterruptedException {
        var order = first;
        var out = surroundings.screen();
        try (var keyboard = Keyboard.open()) {
            out.print(OTHER_SCREEN);
            while (true) {
                look(client, view);
                print(view, order, keyboard.height());
                for (long waited = 0; waited < 1000; waited += LOOK_FOR_KEYS_MILLIS) {
                    int key = keyboard.key(surroundings.in());
                    if (key == 'q' || key == 'Q' || key == 3 || key == 27) {
                        return;
                    }
                    if (key >= 0) {
                        order = Order.of(key, order);
                        print(view, order, keyboard.height());
                    }
                    Thread.sleep(LOOK_FOR_KEYS_MILLIS);
                }
                if (out.checkError()) {
                    return;
                }
            }
        } finally {
            out.print(OWN_SCREEN);
            out.flush();
        }
    }

    private void print(TopView view, Order order, int height) {
        var screen = new StringBuilder("\u001b[H");
        for (var line : view.lines(order, height, true)) {
            screen.append(surroundings.visible(line)).append("\u001b[K\r\n");
        }
        screen.setLength(screen.length() - 2);
        surroundings.screen().print(screen.append("\u001b[J"));
        surroundings.screen().flush();
    }

    private static List<LaneRow> lanes(JsonNode answer) {
        var rows = new ArrayList<LaneRow>();
        for (var lane : answer.path("lanes")) {
            rows.add(
                    new LaneRow(
                            lane.path("site").asString(),
                            lane.path("source").asString(),
                            text(lane, "provider"),
                            lane.path("state").asString("open"),
                            lane.path("waiting").asLong(),
                            lane.path("sessions").asInt(),
                            lane.path("connections").asInt(),
                            lane.path("delivered").asLong(0),
                            lane.path("deferred").asLong(0),
                            lane.path("bounced").asLong(0),
                            moment(text(lane, "closed_until")),
                            text(lane, "last_refusal_cause"),
                            text(lane, "last_refusal")));
        }
        return rows;
    }

    private static @Nullable String text(JsonNode node, String name) {
        var value = node.path(name);
        return value.isString() ? value.stringValue() : null;
    }

    private static @Nullable Instant moment(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }
}

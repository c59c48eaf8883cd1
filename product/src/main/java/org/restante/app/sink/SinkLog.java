package org.restante.app.sink;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.restante.simulation.receiver.Check;
import org.restante.simulation.sink.Seen;
import org.restante.simulation.sink.Sink;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Looks at the receivers now and then, and tells what came since. One thread's.
public final class SinkLog {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Sinks sinks;
    private final long began;
    private List<Seen> last;
    private List<Second> now = List.of();

    public SinkLog(Sinks sinks) {
        this.sinks = sinks;
        began = sinks.time().ticker().getAsLong();
        last = seen();
    }

    private List<Seen> seen() {
        return sinks.all().stream().map(Sink::seen).toList();
    }

    /// Looks.
    public void look() {
        var current = seen();
        var seconds = new ArrayList<Second>();
        for (int i = 0; i < current.size(); i++) {
            seconds.add(Second.between(last.get(i), current.get(i)));
        }
        last = current;
        now = seconds;
    }

    /// Whether nothing came between the last two looks.
    public boolean isQuiet() {
        return now.stream().allMatch(Second::isQuiet);
    }

    /// What came to all together, and who refused, in a line.
    public String line() {
        long taken = now.stream().mapToLong(Second::taken).sum();
        long refused = now.stream().mapToLong(Second::refusals).sum();
        long open = now.stream().mapToLong(Second::open).sum();
        var line =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                "%5ds %,7d taken %,6d refused %,5d open",
                                sinceBegan().toSeconds(),
                                taken,
                                refused,
                                open));
        for (int i = 0; i < now.size(); i++) {
            if (!now.get(i).refused().isEmpty()) {
                line.append("  ")
                        .append(name(i))
                        .append(": ")
                        .append(SinkWords.reasons(now.get(i).refused()));
            }
        }
        return line.toString();
    }

    private Duration sinceBegan() {
        return Duration.ofNanos(sinks.time().ticker().getAsLong() - began);
    }

    private String name(int number) {
        return sinks.all().get(number).model().name();
    }

    /// One line of JSON for each receiver to which anything came.
    public List<String> json(Instant time) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < now.size(); i++) {
            var second = now.get(i);
            if (!second.isQuiet()) {
                lines.add(MAPPER.writeValueAsString(json(time, i, second)));
            }
        }
        return lines;
    }

    private ObjectNode json(Instant time, int number, Second second) {
        var node = NODES.objectNode();
        node.put("time", time.toString());
        node.put("model_s", rounded(sinks.time().now() / 1e9));
        node.put("receiver", name(number));
        node.put("taken", second.taken());
        node.put("octets", second.octets());
        node.put("connections", second.connections());
        node.put("open", second.open());
        refused(second.refused(), node.putObject("refused"));
        double limit = sinks.all().get(number).model().perSecondAt(1, sinks.time().now());
        if (Double.isFinite(limit)) {
            node.put("limit_per_s", rounded(limit));
        } else {
            node.putNull("limit_per_s");
        }
        return node;
    }

    private static double rounded(double value) {
        return Math.rint(value * 1000) / 1000;
    }

    private static void refused(Map<Check, Long> refused, ObjectNode node) {
        refused.forEach((check, count) -> node.put(check.word(), count));
    }

    /// What stands where, hides what, and how mail is led there.
    public List<String> opening() {
        var lines = new ArrayList<String>();
        var posts = sinks.posts();
        int width = posts.stream().mapToInt(post -> post.name().length()).max().orElse(0);
        int places = posts.stream().mapToInt(post -> places(post).length()).max().orElse(0);
        for (var post : posts) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%-" + width + "s  %-" + places + "s  %s",
                            post.name(),
                            places(post),
                            SinkWords.of(post.model())));
        }
        lines.add("");
        lines.add("Mail is led there by");
        lines.add("  restante serve --data DIR " + routes(posts));
        return lines;
    }

    private static String routes(List<Post> posts) {
        var words = new ArrayList<String>();
        for (var post : posts) {
            words.add("--route " + post.route());
        }
        return String.join(" ", words);
    }

    private static String places(Post post) {
        int more = post.addresses().size() - 1;
        var first = Post.written(post.addresses().getFirst());
        return switch (more) {
            case 0 -> first;
            case 1 -> first + " and " + Post.written(post.addresses().getLast());
            default -> first + " to " + Post.written(post.addresses().getLast());
        };
    }

    /// The table of the end.
    public List<String> summary() {
        return SinkWords.summary(
                sinks.all().stream().map(sink -> sink.model().name()).toList(), seen());
    }

    /// The same as JSON (docs/schemas/sink.schema.json).
    public String summaryJson() {
        var root = NODES.objectNode();
        root.put("seconds", rounded(sinceBegan().toNanos() / 1e9));
        root.put("model_s", rounded(sinks.time().now() / 1e9));
        var rows = root.putArray("receivers");
        var posts = sinks.posts();
        var seen = seen();
        for (int i = 0; i < posts.size(); i++) {
            receiver(posts.get(i), seen.get(i), rows.addObject());
        }
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static void receiver(Post post, Seen seen, ObjectNode node) {
        node.put("name", post.name());
        node.put("domain", post.domain());
        var addresses = node.putArray("addresses");
        post.addresses().forEach(address -> addresses.add(Post.written(address)));
        node.put("hides", SinkWords.of(post.model()));
        node.put("taken", seen.taken());
        node.put("recipients", seen.recipients());
        node.put("octets", seen.octets());
        node.put("connections", seen.connections());
        node.put("most_connections", seen.most());
        node.put("secured", seen.secured());
        node.put("turned_away", seen.turnedAway());
        node.put("broken", seen.broken());
        node.put("boxes", seen.boxes());
        refused(seen.refused(), node.putObject("refused"));
    }
}

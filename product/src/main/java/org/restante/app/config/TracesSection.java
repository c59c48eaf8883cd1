package org.restante.app.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.restante.app.tracing.TraceSettings;

/// `[traces]`.
public record TracesSection(
        @Key(
                        value =
                                "a collector's address for traces (OTLP by HTTP); `{ file = \"…\" }` or `{ env = \"NAME\" }` where it is itself a secret",
                        why = "without it nothing is told",
                        example = "http://127.0.0.1:4318/v1/traces",
                        restart = true)
                Optional<WebAddress> endpoint,
        @Key(
                        value = "a header of each request, `Authorization` above all",
                        example = "{ Authorization = { env = \"COLLECTOR_KEY\" } }",
                        restart = true)
                Map<String, Secret> headers,
        @Key(
                        value =
                                "the share of messages that are traced, each whole or not at all; one that joined its submitter's trace is told as that is kept, with 0 none",
                        usual = "1.0",
                        why = "a hundredth is enough of a server that sends millions",
                        min = "0",
                        max = "1",
                        restart = true)
                double share,
        @Key(
                        value = "whether whole addresses of recipients are told",
                        usual = "false",
                        why = "their domains say most of it, and are nobody's name",
                        restart = true)
                boolean recipients)
        implements Checked {
    @Override
    public void check(Objections objections) {
        endpoint.ifPresent(address -> {
            if (address.uri().isEmpty()) {
                objections.against(
                        "endpoint",
                        "is " + address + ", and is no address on the web",
                        "https://collector.example/v1/traces would be right");
            } else if (!headers.isEmpty() && address.isHeardOnTheWay()) {
                objections.against(
                        "endpoint",
                        "is in the clear, and not on this machine: [traces.headers] would be read on the way",
                        "https would be right");
            }
        });
    }

    /// Empty where nothing is told.
    public Optional<TraceSettings> settings() {
        var texts = new LinkedHashMap<String, String>();
        headers.forEach((name, secret) -> texts.put(name.toLowerCase(Locale.ROOT), secret.text()));
        return endpoint.flatMap(WebAddress::uri)
                .map(uri -> new TraceSettings(uri, texts, share, recipients));
    }
}

package org.restante.app.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.restante.mail.message.Domain;
import org.restante.protocol.dkim.Selector;
import org.restante.sending.signing.SigningSettings;
import org.restante.sending.signing.SigningSettings.KeyFile;
import org.restante.sending.signing.SigningSettings.SigningDomain;

/// `[signing]`: whose mail is signed with what (DKIM).
public record SigningSection(
        @Key(
                        value = "how long a signature holds",
                        why =
                                "without it for ever; it counts from when the mail came in, and must be longer than mail is tried",
                        example = "10d",
                        min = "1h",
                        max = "365d")
                Optional<Duration> life,
        @Key(
                        value =
                                "a domain whose mail (by its From) is signed, and mail of those below it that have no entry",
                        example = "example.org")
                Map<String, Keys> domain)
        implements Checked {
    /// `[signing.domain."example.org"]`: its keys.
    public record Keys(
            @Key(
                            value =
                                    "each selector and its private key in PEM; each makes a signature",
                            why = "'restante dkim generate' makes a key and prints its DNS record",
                            example = "{ s2026a = \"/etc/restante/s2026a.pem\" }")
                    Map<String, Path> keys,
            @Key(
                            value = "whether it signs all other mail besides",
                            usual = "false",
                            why = "for a provider that sends for others and vouches for all of it")
                    boolean allMail) {
        List<KeyFile> files() {
            var files = new ArrayList<KeyFile>();
            keys.forEach((word, file) ->
                    Selector.of(word)
                            .ifPresent(selector -> files.add(new KeyFile(selector, file))));
            return files;
        }
    }

    @Override
    public void check(Objections objections) {
        domain.forEach((name, section) -> {
            var at = "domain." + Reading.bare(name);
            if (Domain.of(name).isEmpty()) {
                objections.against(at, "is no domain", "\"example.org\" would be right");
            }
            if (section.keys().isEmpty()) {
                objections.against(
                        at + ".keys", "has no key", "{ SELECTOR = \"FILE\" } would be right");
            }
            for (var selector : section.keys().keySet()) {
                if (Selector.of(selector).isEmpty()) {
                    objections.against(
                            at + ".keys." + Reading.bare(selector),
                            "is no selector",
                            "letters and digits, such as s2026a, would be right");
                }
            }
        });
    }

    /// All files of keys.
    public Stream<Path> files() {
        return domain.values().stream().flatMap(one -> one.keys().values().stream());
    }

    /// Where the keys of a domain stand in the file.
    public static String placeOf(Domain domain) {
        return "signing.domain." + Reading.bare(domain.ascii()) + ".keys";
    }

    public SigningSettings settings() {
        var domains = new ArrayList<SigningDomain>();
        var always = new ArrayList<SigningDomain>();
        domain.forEach((name, section) ->
                Domain.of(name)
                        .map(one -> new SigningDomain(one, section.files()))
                        .ifPresent(one -> {
                            domains.add(one);
                            if (section.allMail()) {
                                always.add(one);
                            }
                        }));
        return new SigningSettings(domains, always, life);
    }
}

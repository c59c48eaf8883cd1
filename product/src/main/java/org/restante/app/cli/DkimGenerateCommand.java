package org.restante.app.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.restante.app.access.SecretFile;
import org.restante.mail.message.Domain;
import org.restante.protocol.dkim.KeyText;
import org.restante.protocol.dkim.Selector;
import org.restante.protocol.dkim.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `restante dkim generate`: a new key in a file, and the DNS record to publish for it.
@Command(
        name = "generate",
        description = {
            "Make a key pair: the private half goes to a file that only its owner may read, the public half is printed as a DNS record.",
            "",
            "Use rsa2048 for every domain, for all receivers know it; add a second selector with ed25519 beside it if you like. "
                    + "rsa4096 signs six times slower and its record needs two strings or more, which some DNS forms refuse."
        },
        sortOptions = false,
        footer = {
            "",
            "Example: restante dkim generate --domain example.com --selector s2026a --out s2026a.pem"
        })
final class DkimGenerateCommand implements Callable<Integer> {
    /// Of a TXT record's strings (RFC 1035 §3.3).
    private static final int LONGEST_STRING = 255;

    private final Surroundings surroundings;

    @Option(
            names = "--domain",
            required = true,
            paramLabel = "DOMAIN",
            description = "The domain of From that will be signed.")
    private String domain = "";

    @Option(
            names = "--selector",
            required = true,
            paramLabel = "SELECTOR",
            description =
                    "A name for this key: letters, digits, hyphens and dots. Take a new one for each key, such as s2026a.")
    private String selector = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "rsa2048",
            description = "rsa2048 (the default), rsa4096 or ed25519.")
    private String type = "rsa2048";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description =
                    "Where the private key goes, as PKCS#8 in PEM, mode 0600. A file that exists is never written over.")
    private Path out = Path.of("");

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    DkimGenerateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        var signed =
                Domain.of(domain)
                        .orElseThrow(() ->
                                new InputError(
                                        "--domain: '"
                                                + domain
                                                + "' is no domain; such as example.com"));
        var named =
                Selector.of(selector)
                        .orElseThrow(() ->
                                new InputError(
                                        "--selector: '"
                                                + selector
                                                + "' is no selector; such as s2026a"));
        var key = key();
        write(key);
        var name = named.nameAt(signed) + ".";
        if (json) {
            surroundings.out().println(json(signed, named, key, name));
        } else {
            tell(signed, key, name);
        }
        surroundings.out().flush();
        return Exit.DONE;
    }

    private SigningKey key() {
        var chance = new SecureRandom();
        return switch (type) {
            case "rsa2048" -> SigningKey.newRsa(2048, chance);
            case "rsa4096" -> SigningKey.newRsa(4096, chance);
            case "ed25519" -> SigningKey.newEd25519(chance);
            default ->
                    throw new InputError(
                            "--type: '" + type + "' is no type; one of rsa2048, rsa4096, ed25519");
        };
    }

    private void write(SigningKey key) throws IOException {
        try {
            SecretFile.create(out, KeyText.write(key));
        } catch (FileAlreadyExistsException e) {
            throw new InputError(
                    "--out: " + out + " exists and is left alone; another name would be right", e);
        } catch (NoSuchFileException e) {
            throw new InputError("--out: " + out + ": there is no such folder", e);
        }
    }

    /// The record's text in strings as long as they may be.
    private static List<String> strings(String text) {
        var strings = new ArrayList<String>();
        for (int at = 0; at < text.length(); at += LONGEST_STRING) {
            strings.add(text.substring(at, Math.min(text.length(), at + LONGEST_STRING)));
        }
        return strings;
    }

    private static String zoneLine(String name, String text) {
        return name + " IN TXT \"" + String.join("\" \"", strings(text)) + "\"";
    }

    private void tell(Domain signed, SigningKey key, String name) {
        var text = key.record().text();
        var lines =
                List.of(
                        "The private key is in "
                                + out
                                + ", readable by its owner only. Keep it secret; give it to the user the server runs as.",
                        "",
                        "Publish this line in the zone of " + signed + ":",
                        "",
                        zoneLine(name, text),
                        "",
                        "In a form of a DNS provider: type TXT, name "
                                + name.substring(0, name.length() - signed.ascii().length() - 2)
                                + " (below "
                                + signed
                                + "), and this value without quotes:",
                        "",
                        text,
                        "",
                        "Sign with the key only once the record is to be seen:  dig +short TXT "
                                + name);
        lines.forEach(surroundings.out()::println);
    }

    private String json(Domain signed, Selector named, SigningKey key, String name) {
        var text = key.record().text();
        var object = new LinkedHashMap<String, Object>();
        object.put("domain", signed.ascii());
        object.put("selector", named.text());
        object.put("type", type);
        object.put("file", out.toString());
        object.put("name", name);
        object.put("record", text);
        object.put("strings", strings(text));
        object.put("zone_line", zoneLine(name, text));
        return JsonMapper.builder().build().writeValueAsString(object);
    }
}

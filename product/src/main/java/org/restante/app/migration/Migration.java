package org.restante.app.migration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.restante.meaning.provider.Providers;

/// Another server's files, as a `restante.toml`.
///
/// @param text the file; the server would start with it
/// @param carried how many settings were carried over
/// @param left how many were not; the text's last lines name them
public record Migration(String text, int carried, int left) {
    /// Whose files they are.
    public enum From {
        POWERMTA,
        KUMOMTA,
        POSTFIX,
        /// Told by what stands in them.
        AUTO
    }

    /// The files are of no server we know; the message says which.
    public static final class Unknown extends Exception {
        private static final long serialVersionUID = 1;

        Unknown(String message) {
            super(message);
        }
    }

    /// @throws IOException when a file cannot be read
    public static Migration of(List<Path> files, From from, Providers providers)
            throws IOException, Unknown {
        var kind = from == From.AUTO ? guessed(files) : from;
        var draft = new Draft(providers);
        switch (kind) {
            case POWERMTA -> {
                var reader = new PowerMta(draft);
                for (var file : files) {
                    reader.read(file);
                }
                reader.finish();
            }
            case KUMOMTA -> {
                var reader = new KumoMta(draft);
                for (var file : files) {
                    reader.read(file);
                }
                reader.finish();
            }
            case POSTFIX, AUTO -> {
                var reader = new Postfix(draft);
                for (var file : files) {
                    reader.read(file);
                }
                reader.finish();
            }
        }
        var names = files.stream().map(Path::toString).collect(Collectors.joining(", "));
        var text =
                draft.text(
                        List.of(
                                "Made by 'restante config import' from " + names + ".",
                                "What was not carried over stands at the end. 'restante config check' says whether the server would start with it."));
        return new Migration(text, draft.carried(), draft.left());
    }

    private static From guessed(List<Path> files) throws IOException, Unknown {
        for (var file : files) {
            var text = Files.readString(file, StandardCharsets.ISO_8859_1);
            if (PowerMta.looksLikeIt(text)) {
                return From.POWERMTA;
            }
            if (Postfix.looksLikeIt(file, text)) {
                return From.POSTFIX;
            }
            if (KumoMta.looksLikeIt(text)) {
                return From.KUMOMTA;
            }
        }
        throw new Unknown(
                files.getFirst()
                        + ": looks like no file of PowerMTA, KumoMTA or Postfix; --from powermta, kumomta or postfix would say so");
    }
}

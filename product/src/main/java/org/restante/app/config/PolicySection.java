package org.restante.app.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.restante.sending.reception.PolicyHookSettings;

/// `[policy]`.
public record PolicySection(
        @Key(
                        value = "the service that is asked, by POST",
                        why = "without it nobody is asked",
                        example = "http://127.0.0.1:9000/judge",
                        restart = true)
                Optional<String> address,
        @Key(
                        value = "sent to it as `Authorization: Bearer …`",
                        example = "{ env = \"POLICY_TOKEN\" }",
                        restart = true)
                Optional<Secret> token,
        @Key(
                        value = "how long an answer may take",
                        usual = "5s",
                        why = "clients wait, and hold a connection each",
                        min = "100ms",
                        max = "5m",
                        restart = true)
                Duration within,
        @Key(
                        value =
                                "what becomes of mail when it cannot be asked: `tempfail`, `accept` or `reject`",
                        usual = "tempfail",
                        why = "nothing goes out unseen, and nothing is lost",
                        restart = true)
                PolicyHookSettings.Otherwise otherwise)
        implements Checked {
    @Override
    public void check(Objections objections) {
        if (address.isPresent() && !address.get().matches("https?://[^\\s/]+(/\\S*)?")) {
            objections.against(
                    "address",
                    "is \"" + address.get() + "\"",
                    "such as \"http://127.0.0.1:9000/judge\" would be right");
        }
    }

    public Optional<PolicyHookSettings> settings() {
        return address.map(it ->
                new PolicyHookSettings(URI.create(it), within, token.map(Secret::text), otherwise));
    }
}

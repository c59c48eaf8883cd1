package org.restante.app.config;

import org.restante.mail.message.Mailbox;
import org.restante.sending.queue.ReturnPaths.ReturnPath;

/// `[queue.return_path.STREAM]`: where receivers return a stream's mail to.
public record ReturnPathSection(
        @Key(value = "the address that takes it", example = "bounces@example.org", restart = true)
                Mailbox address,
        @Key(
                        value =
                                "whether it names the recipient (VERP): `bounces+ann=example.com@example.org`",
                        usual = "false",
                        why = "each recipient then goes in a transaction of its own",
                        restart = true)
                boolean perRecipient) {
    ReturnPath settings() {
        return new ReturnPath(address, perRecipient);
    }
}

package org.restante.app.server;

import org.restante.sending.reception.BounceBrakeSettings;
import org.restante.sending.reception.Gates;
import org.restante.sending.reception.LoginBrakeSettings;

/// What holds clients back, and who is asked before their mail is taken.
public record Safeguards(LoginBrakeSettings logins, BounceBrakeSettings bounces, Gates gates) {
    static Safeguards usual() {
        return new Safeguards(
                LoginBrakeSettings.defaults(), BounceBrakeSettings.defaults(), Gates.NONE);
    }
}

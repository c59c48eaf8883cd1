package org.restante.app.analysis;

import org.jspecify.annotations.Nullable;
import org.restante.meaning.provider.Providers;
import org.restante.record.report.Places;

/// Who runs a next hop, by the provider profiles.
public final class KnownPlaces implements Places {
    private final Providers providers;

    public KnownPlaces(Providers providers) {
        this.providers = providers;
    }

    @Override
    public Place of(@Nullable String mxHost, String recipientDomain) {
        var provider = providers.of(mxHost, recipientDomain);
        if (provider != null) {
            return new Place(provider.word(), provider.word());
        }
        var site = providers.site(mxHost, recipientDomain);
        return new Place(null, site == null ? recipientDomain : site);
    }
}

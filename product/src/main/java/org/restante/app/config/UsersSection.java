package org.restante.app.config;

import java.nio.file.Path;
import java.util.Optional;

/// `[users]`.
public record UsersSection(
        @Key(
                        value = "who may send with a password, as `restante user add` writes it",
                        why = "without it nobody",
                        example = "users.toml")
                Optional<Path> file) {}

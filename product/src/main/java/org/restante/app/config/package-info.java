/// The configuration: one file, `restante.toml`, read into records.
///
/// Each section is a record whose components are its keys; [Key] on a component says what the key means, its default, and why that
/// default. From the records alone come the reading, `restante config show` and `docs/configuration.md`. Whatever is wrong with a
/// file is told at once, each with file, line, column, what was found and what would be right; then nothing is read.
///
/// Only `app` uses this room: a section turns itself into the settings record of the room that uses it.
@NullMarked
package org.restante.app.config;

import org.jspecify.annotations.NullMarked;

package org.restante.app.config;

import java.nio.file.Path;
import java.util.Map;

/// What a value may refer to.
///
/// @param folder the file's; relative paths begin here
record Around(Path folder, Map<String, String> environment) {}

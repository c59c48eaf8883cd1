package org.restante.sending.dispatch;

import java.net.InetAddress;
import java.util.Optional;

/// One of our addresses and the name we give with it.
///
/// @param name as the configuration calls it
/// @param address empty for the system's choice
public record Source(String name, Optional<InetAddress> address, String ehlo) {}

package org.restante.sending.signing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.restante.protocol.dkim.KeyText;
import org.restante.protocol.dkim.SigningKey;

/// Reads private keys from files.
final class KeyFiles {
    /// An RSA key of 16384 bits has 13 KB.
    private static final int LARGEST = 64 << 10;

    private KeyFiles() {}

    static SigningKey read(Path file) throws UnusableKey {
        try (var in = Files.newInputStream(file)) {
            var octets = in.readNBytes(LARGEST + 1);
            if (octets.length > LARGEST) {
                throw new UnusableKey(
                        file + ": is too large for a key; a file in PEM would be right");
            }
            return KeyText.read(new String(octets, StandardCharsets.ISO_8859_1));
        } catch (KeyText.Unusable e) {
            throw new UnusableKey(file + ": " + e.getMessage());
        } catch (NoSuchFileException e) {
            throw new UnusableKey(file + ": no such file; 'restante dkim generate' makes a key");
        } catch (AccessDeniedException e) {
            throw new UnusableKey(
                    file + ": may not be read; the user the server runs as must own it");
        } catch (IOException e) {
            throw new UnusableKey(file + ": cannot be read: " + e.getMessage());
        }
    }
}

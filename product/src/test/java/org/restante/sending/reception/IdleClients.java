package org.restante.sending.reception;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;

/// A process that opens connections, hears their greetings, and then does nothing until its input ends. Its arguments: the port, and
/// how many.
final class IdleClients {
    /// Connections from one address of this machine's 127.0.0.0/8.
    private static final int EACH = 1000;

    private IdleClients() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        var open = new ArrayList<SocketChannel>();
        for (int i = 0; i < count; i++) {
            var channel = SocketChannel.open();
            channel.bind(
                    new InetSocketAddress(InetAddress.getByName("127.0.1." + (1 + i / EACH)), 0));
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            open.add(channel);
        }
        int greeted = 0;
        for (var channel : open) {
            greeted += channel.read(ByteBuffer.allocate(3)) == 3 ? 1 : 0;
        }
        System.out.println("greeted " + greeted);
        while (System.in.read() >= 0) {
            // Until whoever started us has seen enough.
        }
        for (var channel : open) {
            channel.close();
        }
    }
}

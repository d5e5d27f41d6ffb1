// Java alone: its HTTP server, and a cookie with a bare number.
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.UTF_8;

public class App {
    private static final Pattern COUNT = Pattern.compile("\\bcount=(\\d+)");

    public static void main(final String[] args) throws IOException {
        final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/counter", App::counter);
        server.createContext("/signed", App::signed);
        server.createContext("/files", App::files);
        server.start();
        System.out.println("http://127.0.0.1:" + server.getAddress().getPort() + " is served.");
    }

    private static void counter(final HttpExchange exchange) throws IOException {
        final var found = COUNT.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Cookie")));
        final int count = found.find() ? Integer.parseInt(found.group(1)) + 1 : 1;
        exchange.getResponseHeaders().set("Set-Cookie", "count=" + count + "; Path=/; Max-Age=14400");
        say(exchange, "Message " + count);
    }

    private static void signed(final HttpExchange exchange) throws IOException {
        final var headers = exchange.getRequestHeaders();
        final var text = new StringBuilder("http://" + headers.getFirst("Host") + exchange.getRequestURI());
        form(exchange).forEach((name, value) -> text.append(name).append(value));
        final byte[] signature = Base64.getDecoder().decode(headers.getFirst("X-Twilio-Signature"));
        if (MessageDigest.isEqual(hmac(text.toString()), signature)) say(exchange, "Signed.");
        else answer(exchange, 403, "Forbidden");
    }

    private static void files(final HttpExchange exchange) throws IOException {
        final var form = form(exchange);
        final String all = IntStream.range(0, Integer.parseInt(form.get("NumMedia")))
            .mapToObj(i -> form.get("MediaContentType" + i) + " " + form.get("MediaUrl" + i))
            .collect(Collectors.joining(", "));
        say(exchange, all.isEmpty() ? "No files." : "Files: " + all + ".");
    }

    private static Map<String, String> form(final HttpExchange exchange) throws IOException {
        final var form = new TreeMap<String, String>();
        for (final String pair : new String(exchange.getRequestBody().readAllBytes(), UTF_8).split("&")) {
            final String[] parts = pair.split("=", 2);
            if (parts.length == 2) form.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
        }
        return form;
    }

    private static byte[] hmac(final String text) {
        try {
            final Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(System.getenv("AUTH_TOKEN").getBytes(UTF_8), "HmacSHA1"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (final java.security.GeneralSecurityException error) {
            throw new IllegalStateException(error);
        }
    }

    private static void say(final HttpExchange exchange, final String text) throws IOException {
        answer(exchange, 200, "<Response><Message>" + text.replace("&", "&amp;") + "</Message></Response>");
    }

    private static void answer(final HttpExchange exchange, final int status, final String body) throws IOException {
        final byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", status == 200 ? "text/xml" : "text/plain");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}

package dev.dango.http.internal;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Puts addresses together as text, so that what a server sent is followed as it is. */
public final class Urls {

    private Urls() {}

    /** Percent-encodes everything but letters, digits and {@code -_.~}. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /** Percent-encodes all but the characters that have a meaning in a path, such as slashes. */
    public static String encodePath(String text) {
        return encode(text)
                .replace("%2F", "/")
                .replace("%3A", ":")
                .replace("%40", "@")
                .replace("%2C", ",");
    }

    /** Undoes the encoding of a query's name or value. */
    public static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return encoded; // a stray percent sign: servers send such links
        }
    }

    /** Whether the text names a scheme and a host. */
    public static boolean isAbsolute(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://");
    }

    /** Appends a path to a base address that may have a path itself. */
    public static String join(String base, String path) {
        if (isAbsolute(path)) {
            return path;
        }
        String start = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        if (path.isEmpty() || path.startsWith("?")) {
            return start + path;
        }
        return start + (path.startsWith("/") ? path : "/" + path);
    }

    /** Follows a link found in the answer to a request for {@code address} (without its query). */
    public static String resolve(String address, String link) {
        if (isAbsolute(link)) {
            return link;
        }
        if (link.startsWith("//")) {
            return address.substring(0, address.indexOf(':') + 1) + link;
        }
        if (link.startsWith("/")) {
            return origin(address) + link;
        }
        if (link.startsWith("?")) {
            return address + link;
        }
        int slash = address.lastIndexOf('/');
        boolean noPath = slash < address.indexOf("://") + 3;
        return noPath ? address + "/" + link : address.substring(0, slash + 1) + link;
    }

    /** Scheme, host and port: what credentials belong to. */
    public static String origin(String url) {
        int start = url.indexOf("://") + 3;
        int end = start;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return url.substring(0, end).toLowerCase(Locale.ROOT);
    }

    /** The host, for messages. */
    public static String host(String url) {
        String authority = origin(url).replaceFirst("^[a-z]+://", "");
        return authority.replaceFirst("^.*@", "").replaceFirst(":\\d*$", "");
    }

    /** Whether there is a host in an absolute URL, and nothing in it that a host cannot have. */
    public static boolean hasHost(String url) {
        return host(url).matches("[^\\s{}<>\"\\\\^`|]+");
    }
}

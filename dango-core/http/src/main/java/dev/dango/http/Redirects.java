package dev.dango.http;

import java.util.Optional;

/** Follows redirects as browsers do (RFC 9110, section 15.4). */
final class Redirects {

    private Redirects() {}

    static Optional<Request> follow(Request request, Response answer) {
        boolean redirect =
                switch (answer.status()) {
                    case 301, 302, 303, 307, 308 -> true;
                    default -> false;
                };
        return redirect
                ? answer.header("Location").map(target -> to(target, request, answer.status()))
                : Optional.empty();
    }

    private static Request to(String target, Request request, int status) {
        Request moved = request.url(target);
        boolean becomesGet = status <= 303 && request.method().equals("POST");
        return becomesGet ? moved.asGet() : moved;
    }
}

package dev.dango.http;

import java.time.Duration;

/**
 * A limit that holds for some listings of an API only.
 *
 * @param name what they have in common
 * @param requests how many in any stretch of this length
 * @param per the length
 */
record Quota(String name, int requests, Duration per) {}

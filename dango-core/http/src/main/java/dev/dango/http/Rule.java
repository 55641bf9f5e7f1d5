package dev.dango.http;

import dev.dango.spi.ErrorKind;
import java.util.Optional;

/**
 * What an answer means to one API.
 *
 * @param match which answers
 * @param kind the failure it is; empty if it only means that there is nothing here
 */
record Rule(Match match, Optional<ErrorKind> kind) {}

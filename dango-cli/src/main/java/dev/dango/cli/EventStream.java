package dev.dango.cli;

/** A command whose JSON is one event a line, of which the last is named {@code end}. */
interface EventStream {}

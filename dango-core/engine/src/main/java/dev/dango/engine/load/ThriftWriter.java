package dev.dango.engine.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Structures in Thrift's compact protocol, which is how Parquet writes about itself. One thread.
 */
final class ThriftWriter {

    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;

    /** From this size on a list's size does not fit into the byte of its type. */
    private static final int LONG_LIST = 15;

    private final Bytes out;
    private final Deque<Integer> outer = new ArrayDeque<>();
    private int last;

    ThriftWriter(Bytes out) {
        this.out = out;
    }

    ThriftWriter i32(int field, int number) {
        header(field, I32);
        out.varint(zigzag(number));
        return this;
    }

    ThriftWriter i64(int field, long number) {
        header(field, I64);
        out.varint(zigzag(number));
        return this;
    }

    ThriftWriter bool(int field, boolean truth) {
        header(field, truth ? TRUE : FALSE);
        return this;
    }

    ThriftWriter text(int field, String text) {
        header(field, BINARY);
        bytes(text);
        return this;
    }

    /** Begins a structure in a field. */
    ThriftWriter struct(int field) {
        header(field, STRUCT);
        return element();
    }

    /** Begins a structure that is an element of a list, or the whole. */
    ThriftWriter element() {
        outer.push(last);
        last = 0;
        return this;
    }

    ThriftWriter end() {
        out.room(1).put((byte) 0);
        last = outer.pop();
        return this;
    }

    ThriftWriter structs(int field, int count) {
        return list(field, STRUCT, count);
    }

    ThriftWriter numbers(int field, int... numbers) {
        list(field, I32, numbers.length);
        for (int number : numbers) {
            out.varint(zigzag(number));
        }
        return this;
    }

    ThriftWriter texts(int field, String text) {
        list(field, BINARY, 1);
        bytes(text);
        return this;
    }

    private ThriftWriter list(int field, int type, int count) {
        header(field, LIST);
        if (count < LONG_LIST) {
            out.room(1).put((byte) ((count << 4) | type));
        } else {
            out.room(1).put((byte) (0xf0 | type));
            out.varint(count);
        }
        return this;
    }

    private void header(int field, int type) {
        // all fields here are fewer than 16 after the one before
        out.room(1).put((byte) (((field - last) << 4) | type));
        last = field;
    }

    private void bytes(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        out.varint(utf8.length);
        out.room(utf8.length).put(utf8);
    }

    private static long zigzag(long number) {
        return (number << 1) ^ (number >> 63);
    }
}

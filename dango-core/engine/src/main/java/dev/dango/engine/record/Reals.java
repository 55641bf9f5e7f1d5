package dev.dango.engine.record;

import java.math.BigDecimal;
import java.math.MathContext;

/** Whether doubles stand for the decimal numbers they were made of. */
final class Reals {

    /** Every decimal number of so many digits comes back out of its double. */
    private static final int SAFE_DIGITS = 15;

    private Reals() {}

    /**
     * Tells from the length of a number alone.
     *
     * @param real the double that is nearest to it
     * @param length how many characters it was written in, a point among them
     * @return false also when it needs a closer look
     */
    static boolean isSurelyExact(double real, int length) {
        double size = Math.abs(real);
        return length <= SAFE_DIGITS + 1 && size >= Double.MIN_NORMAL && size < 1e300;
    }

    /** Whether the double is the number, or is written like it when it is given as many digits. */
    static boolean isExact(double real, BigDecimal decimal) {
        if (!Double.isFinite(real)) {
            return false;
        }
        if (real == 0) {
            return decimal.signum() == 0;
        }
        if (BigDecimal.valueOf(real).compareTo(decimal) == 0) {
            return true;
        }
        BigDecimal exact = new BigDecimal(real);
        return exact.compareTo(decimal) == 0
                || exact.round(new MathContext(decimal.precision())).compareTo(decimal) == 0;
    }
}

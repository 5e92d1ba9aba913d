package dev.millrace.source.oracle.value;

/** Canonical texts of times, from {@code SYYYY-MM-DD HH24:MI:SS[.ffffff]}. */
final class Times {
    private static final String BEFORE_CHRIST = " BC";

    private Times() {}

    /** Years before Christ have a sign in front, which becomes a suffix; fractions lose the zeros at their end. */
    static String moment(String told) {
        String text = told.trim();
        boolean before = text.startsWith("-");
        String plain = before ? text.substring(1) : text;
        return withoutZeros(plain) + (before ? BEFORE_CHRIST : "");
    }

    /** As {@link #moment}, of a time in UTC. */
    static String withZone(String told) {
        String moment = moment(told);
        return moment.endsWith(BEFORE_CHRIST)
                ? moment.substring(0, moment.length() - BEFORE_CHRIST.length()) + "+00" + BEFORE_CHRIST
                : moment + "+00";
    }

    private static String withoutZeros(String text) {
        if (text.indexOf('.') < 0) {
            return text;
        }
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }
}

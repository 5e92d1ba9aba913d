package dev.millrace.config;

/**
 * When many errors of one table become a greater one.
 *
 * @param policy what happens then
 * @param count the error at which it happens, counted since the task was started; 0 for never
 */
public record Escalation(ErrorPolicy policy, int count) {

    /** Whether the next error is one too many. */
    public boolean isDue(int errorsBefore) {
        return count > 0 && errorsBefore + 1 >= count;
    }
}

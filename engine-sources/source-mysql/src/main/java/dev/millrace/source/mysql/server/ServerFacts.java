package dev.millrace.source.mysql.server;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server as its global variables describe it at one moment. Immutable. */
public final class ServerFacts {
    private static final Pattern VERSION =
            Pattern.compile("(?:5\\.5\\.5-)?(\\d+)\\.(\\d+)(?:\\.(\\d+))?.*", Pattern.DOTALL);

    private final Map<String, String> variables;
    private final Flavor flavor;
    private final int version;

    public ServerFacts(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
        String text = variable("version");
        flavor = text.toLowerCase(Locale.ROOT).contains("mariadb") ? Flavor.MARIADB : Flavor.MYSQL;
        version = number(text);
    }

    private static int number(String text) {
        Matcher matcher = VERSION.matcher(text);
        if (!matcher.matches()) {
            return 0;
        }
        int patch = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        return Integer.parseInt(matcher.group(1)) * 10_000 + Integer.parseInt(matcher.group(2)) * 100 + patch;
    }

    public Flavor flavor() {
        return flavor;
    }

    public boolean isMariaDb() {
        return flavor == Flavor.MARIADB;
    }

    /** Major, minor and patch as one number: 8.0.31 is 80031, 11.4.5 is 110405. */
    public int version() {
        return version;
    }

    /** As the server writes it. */
    public String versionText() {
        return variable("version");
    }

    /** A global variable; empty if the server has none of that name. */
    public String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    public Optional<Long> number(String name, long unit) {
        String value = variable(name);
        return value.matches("\\d+") ? Optional.of(Long.parseLong(value) * unit) : Optional.empty();
    }

    /** Whether a switch is on, as servers spell it. */
    public boolean isOn(String name) {
        String value = variable(name);
        return value.equalsIgnoreCase("ON") || value.equals("1") || value.equalsIgnoreCase("YES");
    }

    /** Whether every transaction has a GTID, so that positions are told by them. */
    public boolean numbersTransactions() {
        return isMariaDb() || variable("gtid_mode").equalsIgnoreCase("ON");
    }

    /** Whether changes that foreign keys make by themselves are logged: MySQL does so since 9.6, unless told not to. */
    public boolean logsCascades() {
        return variable("innodb_native_foreign_keys").equalsIgnoreCase("OFF");
    }

    /** Tells this server's log files from those of any other. */
    public String uuid() {
        return isMariaDb() ? "" : variable("server_uuid");
    }
}

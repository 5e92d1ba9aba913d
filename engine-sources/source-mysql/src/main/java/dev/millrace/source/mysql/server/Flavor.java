package dev.millrace.source.mysql.server;

/** The two families of servers that speak this protocol; their logs and their ways to name a place in it differ. */
public enum Flavor {
    MYSQL,
    MARIADB
}

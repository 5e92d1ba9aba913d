package dev.millrace.sink.s3.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A stand-in of Glue's catalogue that answers the calls named in {@link #answer(String, JsonNode)} as the AWS Glue Web API Reference (API version
 * 2017-03-31) tells, and refuses all others. Stricter than Glue in one point: names that Glue would fold to small letters are refused.
 */
public final class GlueServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_PARTITIONS = 100;

    private final HttpServer server;
    private final Set<String> databases = new HashSet<>();
    private final Map<String, ObjectNode> tables = new TreeMap<>();
    private final Map<String, JsonNode> partitions = new TreeMap<>();
    private final List<String> calls = new ArrayList<>();
    private String failing = "";
    private String failure = "";

    /** What a call is answered with if it fails. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        private Refusal(String type) {
            super(type);
        }
    }

    public GlueServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::exchange);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Calls of that name fail from now on; none of an empty name. */
    public synchronized void fail(String call, String type) {
        failing = call;
        failure = type;
    }

    /** Names of calls that changed something, in order; forgotten with that. */
    public synchronized List<String> changes() {
        List<String> changes =
                calls.stream().filter(call -> !call.startsWith("Get")).toList();
        calls.clear();
        return changes;
    }

    /** All calls, in order; forgotten with that. */
    public synchronized List<String> calls() {
        List<String> all = List.copyOf(calls);
        calls.clear();
        return all;
    }

    /** The input that a table was last made of. */
    public synchronized JsonNode table(String qualified) {
        JsonNode table = tables.get(qualified);
        return table == null ? JSON.missingNode() : table;
    }

    /** A table's columns, each with its type. */
    public synchronized List<String> columns(String qualified) {
        return columns(table(qualified).path("StorageDescriptor"));
    }

    /** Columns of a partition, each with its type. */
    public synchronized List<String> partitionColumns(String qualified, String folder) {
        JsonNode partition = partitions.getOrDefault(qualified + " " + folder, JSON.missingNode());
        return columns(partition.path("StorageDescriptor"));
    }

    /** Places of a table's partitions. */
    public synchronized List<String> locations(String qualified) {
        return partitions.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(qualified + " "))
                .map(entry -> entry.getValue().at("/StorageDescriptor/Location").asText())
                .toList();
    }

    /** As somebody would who makes a table by hand. */
    public synchronized void put(String database, String table, String location) {
        databases.add(database);
        ObjectNode input = JSON.createObjectNode().put("Name", table);
        input.putObject("StorageDescriptor").put("Location", location).putArray("Columns");
        input.putObject("Parameters").put("note", "theirs");
        tables.put(database + "." + table, input);
    }

    private static List<String> columns(JsonNode storage) {
        List<String> columns = new ArrayList<>();
        storage.path("Columns")
                .forEach(column -> columns.add(
                        column.path("Name").asText() + " " + column.path("Type").asText()));
        return columns;
    }

    private void exchange(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
        ObjectNode answer = JSON.createObjectNode();
        int status = 200;
        try {
            answer = answer(String.valueOf(target).replaceFirst("^AWSGlue\\.", ""), request);
        } catch (Refusal e) {
            answer.put("__type", e.getMessage());
            answer.put("Message", e.getMessage() + ": " + target + " " + request);
            status = "InternalServiceException".equals(e.getMessage()) ? 500 : 400;
        }
        byte[] body = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private synchronized ObjectNode answer(String call, JsonNode request) throws Refusal {
        calls.add(call);
        refuseIf(call.equals(failing), failure);
        switch (call) {
            case "GetDatabase" -> {
                String name = request.path("Name").asText();
                refuseIf(!databases.contains(name), "EntityNotFoundException");
                ObjectNode answer = JSON.createObjectNode();
                answer.putObject("Database").put("Name", name);
                return answer;
            }
            case "CreateDatabase" ->
                refuseIf(!databases.add(named(request.path("DatabaseInput"))), "AlreadyExistsException");
            case "GetTable" -> {
                String name = request.path("DatabaseName").asText() + "."
                        + request.path("Name").asText();
                refuseIf(!tables.containsKey(name), "EntityNotFoundException");
                return JSON.createObjectNode().set("Table", table(name));
            }
            case "CreateTable" -> {
                refuseIf(!databases.contains(request.path("DatabaseName").asText()), "EntityNotFoundException");
                refuseIf(tables.putIfAbsent(tableInput(request), input(request)) != null, "AlreadyExistsException");
            }
            case "UpdateTable" -> {
                refuseIf(!tables.containsKey(tableInput(request)), "EntityNotFoundException");
                tables.put(tableInput(request), input(request));
            }
            case "DeleteTable" -> {
                String name = request.path("DatabaseName").asText() + "."
                        + request.path("Name").asText();
                refuseIf(tables.remove(name) == null, "EntityNotFoundException");
                partitions.keySet().removeIf(key -> key.startsWith(name + " "));
            }
            case "BatchCreatePartition" -> {
                return createPartitions(request);
            }
            case "UpdatePartition" -> {
                String key = ofTable(request) + " "
                        + request.at("/PartitionValueList/0").asText();
                refuseIf(!partitions.containsKey(key), "EntityNotFoundException");
                partitions.put(key, request.path("PartitionInput"));
            }
            default -> throw new Refusal("UnknownOperationException");
        }
        return JSON.createObjectNode();
    }

    private ObjectNode createPartitions(JsonNode request) throws Refusal {
        JsonNode inputs = request.path("PartitionInputList");
        refuseIf(inputs.size() == 0 || inputs.size() > MOST_PARTITIONS, "ValidationException");
        JsonNode table = table(ofTable(request));
        refuseIf(table.isMissingNode(), "EntityNotFoundException");
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode errors = answer.putArray("Errors");
        for (JsonNode input : inputs) {
            refuseIf(input.path("Values").size() != table.path("PartitionKeys").size(), "InvalidInputException");
            String key = ofTable(request) + " " + input.at("/Values/0").asText();
            if (partitions.putIfAbsent(key, input) != null) {
                ObjectNode error = errors.addObject();
                error.set("PartitionValues", input.path("Values"));
                error.putObject("ErrorDetail").put("ErrorCode", "AlreadyExistsException");
            }
        }
        return answer;
    }

    private static String ofTable(JsonNode request) {
        return request.path("DatabaseName").asText() + "."
                + request.path("TableName").asText();
    }

    private static String tableInput(JsonNode request) throws Refusal {
        return request.path("DatabaseName").asText() + "." + named(request.path("TableInput"));
    }

    private static ObjectNode input(JsonNode request) throws Refusal {
        JsonNode input = request.path("TableInput");
        Set<String> names = new HashSet<>();
        for (JsonNode column : input.at("/StorageDescriptor/Columns")) {
            refuseIf(!names.add(named(column)), "InvalidInputException");
        }
        for (JsonNode key : input.path("PartitionKeys")) {
            refuseIf(!names.add(named(key)), "InvalidInputException");
        }
        return input.deepCopy();
    }

    private static String named(JsonNode named) throws Refusal {
        String name = named.path("Name").asText();
        refuseIf(name.isEmpty() || !name.equals(name.toLowerCase(Locale.ROOT)), "InvalidInputException");
        return name;
    }

    private static void refuseIf(boolean wrong, String type) throws Refusal {
        if (wrong) {
            throw new Refusal(type);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package dev.millrace.taskfile;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.util.regex.Pattern;

/** Reads JSON as its standard has it, and refuses keys given twice. Says where the text breaks, never what it holds. */
final class StrictJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** The parser repeats a stray token in its message, which may be an unquoted password; and a second place, in words of its own. */
    private static final Pattern NOISE = Pattern.compile(" '[^']{2,}'(?=:)| \\(for \\w+ starting at \\[.*?]\\)");

    private StrictJson() {}

    static JsonNode parse(String text) {
        String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try {
            JsonNode node = MAPPER.readTree(withoutMark);
            if (node == null || node.isMissingNode()) {
                throw new ReplicationException(ErrorCode.TASK_FILE_INVALID, "is empty; it must hold one JSON object");
            }
            return node;
        } catch (JsonProcessingException broken) {
            JsonLocation place = broken.getLocation();
            String where = place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
            throw new ReplicationException(
                    ErrorCode.TASK_FILE_INVALID,
                    "is not JSON" + where + ": "
                            + NOISE.matcher(broken.getOriginalMessage()).replaceAll("")
                            + "; mend the text there");
        }
    }
}

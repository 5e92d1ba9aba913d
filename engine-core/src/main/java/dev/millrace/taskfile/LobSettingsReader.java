package dev.millrace.taskfile;

import dev.millrace.config.LimitedLobs;
import dev.millrace.config.LobSettings;

/** Reads what {@code TargetMetadata} says of large objects, and {@code EngineSettings.LimitedLobs}, which has its limit taken at its word. */
final class LobSettingsReader {
    static final String[] NAMES = {
        "SupportLobs", "FullLobMode", "LobChunkSize", "LimitedSizeLobMode", "LobMaxSize", "InlineLobMaxSize"
    };

    /** What a limit is told to come to as long as nobody asks for it in the engine's own words. */
    static final String MOVED_WHOLE =
            "large objects are moved whole; \"LimitedLobs\": \"truncate\" in EngineSettings cuts them as DMS does";

    private final Section metadata;
    private final Section engine;

    LobSettingsReader(Section metadata, Section engine) {
        this.metadata = metadata;
        this.engine = engine;
    }

    LobSettings read() {
        LimitedLobs limited = engine.choice("LimitedLobs", LimitedLobs.class).orElse(LobSettings.DEFAULT.limited());
        boolean supported = metadata.flag("SupportLobs", true);
        String inOnePiece = "large objects are moved in one piece";
        metadata.notHonoured("LobChunkSize", inOnePiece, "64", "0");
        metadata.notHonoured("InlineLobMaxSize", inOnePiece, "0");
        if (limited == LimitedLobs.TRUNCATE) {
            return new LobSettings(supported, limited, limit());
        }
        metadata.notHonoured("LobMaxSize", MOVED_WHOLE, "32", "0");
        return new LobSettings(supported, limited, LobSettings.DEFAULT.maximumSize());
    }

    private int limit() {
        boolean full = metadata.flag("FullLobMode", false);
        if (full && metadata.flag("LimitedSizeLobMode", false)) {
            metadata.problem(
                    "FullLobMode",
                    "and LimitedSizeLobMode are both true; large objects are either moved whole or cut, so set one of them to"
                            + " false");
        }
        if (full || !metadata.flag("LimitedSizeLobMode", true)) {
            return 0;
        }
        return metadata.number("LobMaxSize", LobSettings.DEFAULT.maximumSize(), 1, LobSettings.LARGEST_SIZE);
    }
}

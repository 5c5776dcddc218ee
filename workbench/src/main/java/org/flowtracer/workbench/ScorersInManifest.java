package org.flowtracer.workbench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flowtracer.score.TokenScorer;

/** What a manifest says of scorers. */
final class ScorersInManifest {
    private ScorersInManifest() {}

    /**
     * Puts {@code scorers}, their names; {@code scorer_settings}, what was chosen for those that leave a choice; and {@code left_out}, what others
     * lacked.
     */
    static void put(Map<String, Object> content, List<TokenScorer> scorers, Map<String, String> lacking) {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (TokenScorer scorer : scorers) {
            if (!scorer.settings().isEmpty()) {
                settings.put(scorer.name(), new TreeMap<>(scorer.settings()));
            }
        }
        content.put("scorers", scorers.stream().map(TokenScorer::name).toList());
        content.put("scorer_settings", settings);
        content.put("left_out", lacking);
    }
}

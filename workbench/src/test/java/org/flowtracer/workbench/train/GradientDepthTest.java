package org.flowtracer.workbench.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.flowtracer.score.ScoreOptions;
import org.flowtracer.score.Scorers;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.workbench.model.ModelConfig;
import org.junit.jupiter.api.Test;

class GradientDepthTest {
    private static List<TokenScorer> scorers(String... names) {
        return Arrays.stream(names)
                .map(name -> Scorers.named(name, ScoreOptions.DEFAULT))
                .toList();
    }

    @Test
    void theDeepestThatAScorerNeeds() {
        assertEquals(GradientDepth.NONE, GradientDepth.neededBy(scorers()));
        assertEquals(GradientDepth.NONE, GradientDepth.neededBy(scorers("throughput", "surprisal")));
        assertEquals(GradientDepth.ONCE, GradientDepth.neededBy(scorers("throughput", "gradient-norm")));
        assertEquals(GradientDepth.ONCE, GradientDepth.neededBy(scorers("gradient-x-input")));
        assertEquals(
                GradientDepth.INTEGRATED, GradientDepth.neededBy(scorers("integrated-gradients", "gradient-norm")));
    }

    @Test
    void theMoreThereIsToComputeTheLessDeep() {
        ModelConfig config = TrainingFixture.QWEN3.config();
        int once = (int) (2e10 / config.parameters());
        assertEquals(GradientDepth.INTEGRATED, GradientDepth.cheap(config, once / 65));
        assertEquals(GradientDepth.ONCE, GradientDepth.cheap(config, once / 65 + 2));
        assertEquals(GradientDepth.ONCE, GradientDepth.cheap(config, once));
        assertEquals(GradientDepth.NONE, GradientDepth.cheap(config, once + 2));
    }
}

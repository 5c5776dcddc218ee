package org.flowtracer.workbench.model;

/** The weights of one layer: attention and a feed-forward network, each applied to the normed residual stream and added to it. */
public record DecoderLayer(
        RmsNorm attentionNorm, Attention attention, RmsNorm feedForwardNorm, FeedForward feedForward) {}

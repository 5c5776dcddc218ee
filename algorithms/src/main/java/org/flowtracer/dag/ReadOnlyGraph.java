package org.flowtracer.dag;

import java.util.function.Supplier;
import org.jgrapht.graph.AbstractGraph;
import org.jspecify.annotations.Nullable;

/** A graph of numbers in which every modification throws {@link UnsupportedOperationException}. */
abstract class ReadOnlyGraph extends AbstractGraph<Integer, Integer> {
    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("expected no modification of an attention graph, which is read-only");
    }

    @Override
    public @Nullable Supplier<Integer> getVertexSupplier() {
        return null;
    }

    @Override
    public @Nullable Supplier<Integer> getEdgeSupplier() {
        return null;
    }

    @Override
    public Integer addEdge(Integer from, Integer to) {
        throw readOnly();
    }

    @Override
    public boolean addEdge(Integer from, Integer to, Integer edge) {
        throw readOnly();
    }

    @Override
    public Integer addVertex() {
        throw readOnly();
    }

    @Override
    public boolean addVertex(Integer vertex) {
        throw readOnly();
    }

    @Override
    public Integer removeEdge(Integer from, Integer to) {
        throw readOnly();
    }

    @Override
    public boolean removeEdge(Integer edge) {
        throw readOnly();
    }

    @Override
    public boolean removeVertex(Integer vertex) {
        throw readOnly();
    }

    @Override
    public void setEdgeWeight(Integer edge, double weight) {
        throw readOnly();
    }
}

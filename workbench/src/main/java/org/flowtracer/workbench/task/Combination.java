package org.flowtracer.workbench.task;

import java.util.ArrayList;
import java.util.List;

/** A way to combine given numbers by exact operations, each used once: a tree whose leaves are the numbers. */
sealed interface Combination {
    int value();

    /** The expression, with brackets only where precedence needs them. */
    String expression();

    /** The operations in the order of work, each as {@code a+b=c}. */
    List<String> workings();

    /** A number as it was given. */
    record Given(int value) implements Combination {
        @Override
        public String expression() {
            return Integer.toString(value);
        }

        @Override
        public List<String> workings() {
            return List.of();
        }
    }

    /** One operation on two combinations. */
    record Operation(Combination left, char operator, Combination right, int value) implements Combination {
        @Override
        public String expression() {
            boolean bracketsLeft = precedence(left) < precedence(this);
            boolean bracketsRight = precedence(right) <= precedence(this);
            return bracketed(left, bracketsLeft) + operator + bracketed(right, bracketsRight);
        }

        private static int precedence(Combination combination) {
            return combination instanceof Operation operation ? (isSum(operation.operator) ? 1 : 2) : 3;
        }

        private static boolean isSum(char operator) {
            return operator == '+' || operator == '-';
        }

        private static String bracketed(Combination combination, boolean brackets) {
            return brackets ? "(" + combination.expression() + ")" : combination.expression();
        }

        @Override
        public List<String> workings() {
            List<String> lines = new ArrayList<>(left.workings());
            lines.addAll(right.workings());
            lines.add("" + left.value() + operator + right.value() + "=" + value);
            return lines;
        }
    }

    /**
     * Every combination of all the numbers whose divisions leave no remainder. Of a sum or product with an earlier result, only the order with
     * the result first is listed; two results stand in one order only.
     *
     * @param largestBetween every value but the last lies in 0 to this
     * @param largestEnd the last value lies in 0 to this
     */
    static List<Combination> all(List<Integer> numbers, int largestBetween, int largestEnd) {
        List<Combination> found = new ArrayList<>();
        combine(numbers.stream().<Combination>map(Given::new).toList(), largestBetween, largestEnd, found);
        return found;
    }

    private static void combine(List<Combination> terms, int largestBetween, int largestEnd, List<Combination> found) {
        int count = terms.size();
        if (count == 1) {
            found.add(terms.get(0));
            return;
        }
        int largest = count == 2 ? largestEnd : largestBetween;
        for (int j = 0; j < count; j++) {
            for (int k = 0; k < count; k++) {
                if (j == k) {
                    continue;
                }
                for (Operation operation : operations(terms, j, k)) {
                    if (operation.value >= 0 && operation.value <= largest) {
                        List<Combination> rest = new ArrayList<>(terms);
                        rest.remove(Math.max(j, k));
                        rest.remove(Math.min(j, k));
                        rest.add(operation);
                        combine(rest, largestBetween, largestEnd, found);
                    }
                }
            }
        }
    }

    private static List<Operation> operations(List<Combination> terms, int j, int k) {
        Combination left = terms.get(j);
        Combination right = terms.get(k);
        int a = left.value();
        int b = right.value();
        List<Operation> operations = new ArrayList<>(4);
        operations.add(new Operation(left, '-', right, a - b));
        if (b != 0 && a % b == 0) {
            operations.add(new Operation(left, '/', right, a / b));
        }
        boolean otherOrderListed = right instanceof Operation && (left instanceof Given || j > k);
        if (!otherOrderListed) {
            operations.add(new Operation(left, '+', right, a + b));
            operations.add(new Operation(left, '*', right, a * b));
        }
        return operations;
    }
}

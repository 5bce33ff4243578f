package org.radhub.app.process;

import java.util.List;

/**
 * A decision table (DMN) to be read by people, from top to bottom: the first rule that fits decides.
 *
 * @param inputs headings of what is looked at
 * @param outputs headings of what is decided
 */
public record DecisionTable(String id, String name, List<String> inputs, List<String> outputs, List<Rule> rules) {

    /**
     * @param inputs for each heading what fits; an empty one fits all
     * @param note why the rule is there
     */
    public record Rule(List<String> inputs, List<String> outputs, String note) {}
}

package org.radhub.workflow;

import java.util.Map;

/** The models that cases run on, as deployed, for whoever draws them. */
public interface ProcessDiagram {
    /** remote-read.bpmn as BPMN 2.0 XML, with its diagram. */
    String process();

    /** The DMN XML of the tables, by decision id: {@code priority}, {@code skill}. */
    Map<String, String> tables();

    /** The Chinese names of the models' elements, by element id; the English ones stand in the models. */
    Map<String, String> chineseNames();
}

/** The process and its rules as people see them: the diagram of remote-read.bpmn with a case's token on it, and the decision tables. */
package org.radhub.app.process;

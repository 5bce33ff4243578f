/** The application: configuration, security, the web pages, the API, the demo region. It wires, and decides nothing. */
package org.radhub.app;
